package org.entrepot.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A tar archive (tar(5)), written byte by byte so that it can also be wrong.
///
/// Names longer than 100 bytes are written as [LongNames] says. Names are UTF-8.
public final class TarBuilder {
  private static final int BLOCK = 512;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private LongNames longNames = LongNames.GNU;
  private boolean ended = true;

  private TarBuilder() {}

  /// How a long name is written.
  public enum LongNames {
    /// An entry of type L before it, as dpkg-deb writes.
    GNU,
    /// A pax header of type x with `path`.
    PAX,
    /// The prefix of a ustar header; the name must have a slash in the right place.
    USTAR
  }

  /// An archive without entries.
  public static TarBuilder empty() {
    return new TarBuilder();
  }

  /// From here on, long names are written this way.
  public TarBuilder longNames(LongNames newLongNames) {
    longNames = newLongNames;
    return this;
  }

  /// Leaves out the two blocks of zeros at the end.
  public TarBuilder withoutEnd() {
    ended = false;
    return this;
  }

  public TarBuilder directory(String path) {
    return entry(path, '5', 0, "", new byte[0]);
  }

  public TarBuilder file(String path, byte[] body) {
    return entry(path, '0', body.length, "", body);
  }

  public TarBuilder file(String path, String body) {
    return file(path, body.getBytes(StandardCharsets.UTF_8));
  }

  public TarBuilder symlink(String path, String target) {
    return entry(path, '2', 0, target, new byte[0]);
  }

  public TarBuilder hardlink(String path, String target) {
    return entry(path, '1', 0, target, new byte[0]);
  }

  /// Adds an entry of any type that declares any size.
  public TarBuilder entry(
      String path, char type, long declaredSize, String linkTarget, byte[] body) {
    byte[] name = path.getBytes(StandardCharsets.UTF_8);
    byte[] prefix = new byte[0];
    if (name.length > 100) {
      switch (longNames) {
        case GNU -> gnuLongName(name);
        case PAX -> paxHeader('x', "path", path);
        case USTAR -> {
          int slash = path.lastIndexOf('/', 155);
          prefix = path.substring(0, slash).getBytes(StandardCharsets.UTF_8);
          name = path.substring(slash + 1).getBytes(StandardCharsets.UTF_8);
        }
      }
    }
    header(name, prefix, type, declaredSize, linkTarget);
    return body(body);
  }

  /// Adds a pax header ('x' for the next entry, 'g' for all that follow) with one record.
  public TarBuilder paxHeader(char type, String key, String value) {
    String record = " " + key + "=" + value + "\n";
    int bytes = record.getBytes(StandardCharsets.UTF_8).length;
    int length = bytes + 1;
    while (Integer.toString(length).length() + bytes != length) {
      length++;
    }
    byte[] text = (length + record).getBytes(StandardCharsets.UTF_8);
    header("././@PaxHeader".getBytes(StandardCharsets.UTF_8), new byte[0], type, text.length, "");
    return body(text);
  }

  /// Adds bytes as they are.
  public TarBuilder raw(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  /// The archive so far, with its end.
  public byte[] toBytes() {
    byte[] entries = out.toByteArray();
    return ended ? Arrays.copyOf(entries, entries.length + 2 * BLOCK) : entries;
  }

  private void gnuLongName(byte[] name) {
    header(
        "././@LongLink".getBytes(StandardCharsets.UTF_8), new byte[0], 'L', name.length + 1L, "");
    body(Arrays.copyOf(name, name.length + 1));
  }

  private void header(byte[] name, byte[] prefix, char type, long size, String linkTarget) {
    byte[] block = new byte[BLOCK];
    put(block, 0, 100, name);
    put(block, 100, 8, octal(type == '5' ? 0755 : 0644, 7));
    put(block, 108, 8, octal(0, 7));
    put(block, 116, 8, octal(0, 7));
    putSize(block, size);
    put(block, 136, 12, octal(1700000000L, 11));
    put(block, 148, 8, "        ".getBytes(StandardCharsets.US_ASCII));
    block[156] = (byte) type;
    put(block, 157, 100, linkTarget.getBytes(StandardCharsets.UTF_8));
    boolean ustar = longNames != LongNames.GNU;
    put(block, 257, 8, (ustar ? "ustar\00000" : "ustar  \0").getBytes(StandardCharsets.US_ASCII));
    put(block, 345, 155, prefix);
    int sum = 0;
    for (byte b : block) {
      sum += b & 0xff;
    }
    put(block, 148, 8, (String.format("%06o", sum) + "\0 ").getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(block);
  }

  /// Octal, or base 256 where octal cannot hold the number.
  private static void putSize(byte[] block, long size) {
    if (size >= 0 && size < 1L << 33) {
      put(block, 124, 12, octal(size, 11));
      return;
    }
    for (int i = 0; i < 8; i++) {
      block[135 - i] = (byte) (size >>> (8 * i));
    }
    Arrays.fill(block, 125, 128, (byte) (size < 0 ? 0xff : 0));
    block[124] = (byte) (size < 0 ? 0xff : 0x80);
  }

  private static byte[] octal(long number, int digits) {
    return String.format("%0" + digits + "o", number).getBytes(StandardCharsets.US_ASCII);
  }

  private static void put(byte[] block, int offset, int room, byte[] text) {
    System.arraycopy(text, 0, block, offset, Math.min(room, text.length));
  }

  private TarBuilder body(byte[] body) {
    out.writeBytes(body);
    out.writeBytes(new byte[Math.floorMod(-body.length, BLOCK)]);
    return this;
  }
}
