package org.entrepot.format.index;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.entrepot.format.checksum.Digest;
import org.entrepot.format.text.ByteText;

/// Bytes that grow at their end and can be looked at. Unlike `ByteArrayOutputStream` without a
/// lock: a stanza is written in a hundred small pieces.
final class TextBuffer extends OutputStream {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private byte[] bytes;
  private int size;

  TextBuffer(int capacity) {
    bytes = new byte[capacity];
  }

  int size() {
    return size;
  }

  /// The array behind the buffer, good until the next change.
  byte[] array() {
    return bytes;
  }

  byte at(int index) {
    return bytes[index];
  }

  void clear() {
    size = 0;
  }

  /// Takes back the last bytes, to this size.
  void shrinkTo(int smaller) {
    size = smaller;
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }

  @Override
  public void write(int b) {
    reserve(1);
    bytes[size++] = (byte) b;
  }

  @Override
  public void write(byte[] source, int from, int length) {
    reserve(length);
    System.arraycopy(source, from, bytes, size, length);
    size += length;
  }

  TextBuffer add(char ascii) {
    write(ascii);
    return this;
  }

  TextBuffer add(byte[] source) {
    write(source, 0, source.length);
    return this;
  }

  /// Adds the bytes of a text.
  @SuppressWarnings("deprecation") // getBytes into an array is what copies ASCII without garbage
  TextBuffer add(String text) {
    int length = text.length();
    for (int i = 0; i < length; i++) {
      if (text.charAt(i) > 0x7f) {
        return add(ByteText.encode(text));
      }
    }
    reserve(length);
    text.getBytes(0, length, bytes, size);
    size += length;
    return this;
  }

  TextBuffer add(long number) {
    return add(Long.toString(number));
  }

  TextBuffer add(Digest digest) {
    var raw = digest.bytes();
    reserve(2 * raw.length);
    for (byte b : raw) {
      bytes[size++] = HEX[(b >> 4) & 15];
      bytes[size++] = HEX[b & 15];
    }
    return this;
  }

  private void reserve(int more) {
    if (bytes.length - size < more) {
      int needed = Math.addExact(size, more);
      bytes =
          Arrays.copyOf(
              bytes, (int) Math.min(Math.max(needed, 2L * bytes.length), Integer.MAX_VALUE - 8));
    }
  }
}
