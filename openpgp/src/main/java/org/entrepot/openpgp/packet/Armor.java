package org.entrepot.openpgp.packet;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import org.entrepot.openpgp.OpenPgpException;
import org.entrepot.openpgp.OpenPgpException.Reason;

/// ASCII armor (RFC 4880 section 6): base64 lines of 64 characters between `-----BEGIN PGP X-----`
/// and `-----END PGP X-----`, with the CRC-24 that old readers want and no header lines, so that
/// equal bytes give equal text.
///
/// Reading accepts header lines, text around the blocks, CRLF, and a missing checksum (RFC 9580
/// section 6.1); a wrong checksum is refused. Stateless.
public final class Armor {
  /// Label of a detached signature, also of the one below clear-signed text.
  public static final String SIGNATURE = "PGP SIGNATURE";

  /// Label of public keys.
  public static final String PUBLIC_KEY = "PGP PUBLIC KEY BLOCK";

  /// Label of secret keys.
  public static final String PRIVATE_KEY = "PGP PRIVATE KEY BLOCK";

  private static final String BEGIN = "-----BEGIN ";
  private static final String END = "-----END ";
  private static final String DASHES = "-----";
  private static final int LINE_LENGTH = 64;

  private Armor() {}

  /// The binary content of one armored block, and what its label says it is.
  public static final class Block {
    private final String label;
    private final byte[] content;

    private Block(String label, byte[] content) {
      this.label = label;
      this.content = content;
    }

    /// Such as `PGP SIGNATURE`.
    public String label() {
      return label;
    }

    /// The packets.
    public byte[] content() {
      return content.clone();
    }
  }

  /// The armored form of these packets, ending in a newline.
  public static byte[] write(String label, byte[] packets) {
    byte[] lines = Base64.getMimeEncoder(LINE_LENGTH, new byte[] {'\n'}).encode(packets);
    var out = new ByteArrayOutputStream(lines.length + 128);
    out.writeBytes(ascii(BEGIN + label + DASHES + "\n\n"));
    out.writeBytes(lines);
    out.writeBytes(ascii("\n=" + checksum(packets) + "\n" + END + label + DASHES + "\n"));
    return out.toByteArray();
  }

  /// Whether these bytes cannot be binary packets: each of those begins with the top bit set (RFC
  /// 4880 section 4.2).
  public static boolean isText(byte[] bytes) {
    return bytes.length > 0 && bytes[0] >= 0;
  }

  /// Every armored block of a text, in order; empty when there is none.
  public static List<Block> read(byte[] text, String source) {
    var blocks = new ArrayList<Block>();
    var lines = new String(text, StandardCharsets.ISO_8859_1).lines().iterator();
    while (lines.hasNext()) {
      String line = lines.next().stripTrailing();
      if (line.startsWith(BEGIN + "PGP ") && line.endsWith(DASHES)) {
        String label = line.substring(BEGIN.length(), line.length() - DASHES.length());
        blocks.add(block(label, lines, source));
      }
    }
    return List.copyOf(blocks);
  }

  private static Block block(String label, Iterator<String> lines, String source) {
    skipHeaders(label, lines, source);
    String end = END + label + DASHES;
    var base64 = new StringBuilder();
    String checksum = "";
    while (lines.hasNext()) {
      String line = lines.next().strip();
      if (line.equals(end)) {
        return decoded(label, base64.toString(), checksum, source);
      }
      if (!checksum.isEmpty()) {
        throw malformed(source, "has text after the checksum of its " + label);
      }
      if (line.length() == 5 && line.startsWith("=")) {
        checksum = line.substring(1);
      } else {
        base64.append(line);
      }
    }
    throw malformed(source, "is cut off: it has no line " + end);
  }

  private static void skipHeaders(String label, Iterator<String> lines, String source) {
    while (lines.hasNext()) {
      String line = lines.next();
      if (line.isBlank()) {
        return;
      }
      if (!line.contains(":")) {
        throw malformed(source, "has no empty line after the armor header of its " + label);
      }
    }
    throw malformed(source, "is cut off inside the armor header of its " + label);
  }

  private static Block decoded(String label, String base64, String checksum, String source) {
    byte[] content;
    try {
      content = Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw malformed(source, "has a %s that is not base64".formatted(label), e);
    }
    if (!checksum.isEmpty() && !checksum.equals(checksum(content))) {
      throw malformed(
          source, "has a %s whose checksum does not match: it was damaged".formatted(label));
    }
    return new Block(label, content);
  }

  private static OpenPgpException malformed(String source, String problem) {
    return new OpenPgpException(Reason.MALFORMED, source + " " + problem);
  }

  private static OpenPgpException malformed(String source, String problem, Throwable cause) {
    return new OpenPgpException(Reason.MALFORMED, source + " " + problem, cause);
  }

  /// CRC-24 of RFC 4880 section 6.1, as four base64 characters.
  private static String checksum(byte[] bytes) {
    int crc = 0xB704CE;
    for (byte b : bytes) {
      crc ^= (b & 0xFF) << 16;
      for (int bit = 0; bit < 8; bit++) {
        crc <<= 1;
        if ((crc & 0x1000000) != 0) {
          crc ^= 0x1864CFB;
        }
      }
    }
    byte[] three = {(byte) (crc >> 16), (byte) (crc >> 8), (byte) crc};
    return Base64.getEncoder().encodeToString(three);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
