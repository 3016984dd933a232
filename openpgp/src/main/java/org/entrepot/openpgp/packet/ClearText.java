package org.entrepot.openpgp.packet;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.entrepot.openpgp.OpenPgpException;
import org.entrepot.openpgp.OpenPgpException.Reason;

/// The cleartext signature framework (RFC 4880 section 7), as GnuPG and apt read it.
///
///     -----BEGIN PGP SIGNED MESSAGE-----
///     Hash: SHA256
///
///     the text, each line that begins with a dash preceded by "- "
///     -----BEGIN PGP SIGNATURE-----
///     ...
///
/// The newline before the signature belongs to the frame: what is signed ends before it. It is kept in
/// [#text], because it is the last newline of the file that was framed. Reading is as strict as apt is:
/// nothing before the first line, only `Hash` headers, no unescaped dash, one signature block, and only
/// blanks after it. Immutable.
public final class ClearText {
  private static final String BEGIN = "-----BEGIN PGP SIGNED MESSAGE-----";
  private static final String BEGIN_SIGNATURE = "-----BEGIN PGP SIGNATURE-----";
  private static final String END_SIGNATURE = "-----END PGP SIGNATURE-----";

  private final byte[] text;
  private final byte[] signature;

  private ClearText(byte[] text, byte[] signature) {
    this.text = text;
    this.signature = signature;
  }

  /// The text with dash escapes removed, line ends and the last newline kept.
  public byte[] text() {
    return text.clone();
  }

  /// The armored signature block.
  public byte[] signature() {
    return signature.clone();
  }

  /// Whether a message begins as clear-signed text does.
  public static boolean isClearSigned(byte[] message) {
    byte[] begin = ascii(BEGIN);
    return message.length > begin.length
        && Arrays.equals(message, 0, begin.length, begin, 0, begin.length);
  }

  /// What a signature of type 0x01 over this text covers: blanks, tabs and carriage returns at the
  /// end of each line removed (section 7.1, and what GnuPG does with the last), lines joined by
  /// CRLF, no final line end.
  public static byte[] canonical(byte[] text) {
    var out = new ByteArrayOutputStream(text.length + text.length / 32 + 16);
    int start = 0;
    while (start < text.length) {
      int newline = indexOfNewline(text, start);
      int end = newline;
      while (end > start && isTrimmed(text[end - 1])) {
        end--;
      }
      if (start > 0) {
        out.write('\r');
        out.write('\n');
      }
      out.write(text, start, end - start);
      start = newline + 1;
    }
    return out.toByteArray();
  }

  /// The clear-signed message of a text and an armored signature over its canonical form. A text
  /// without a final newline gets one.
  public static byte[] frame(byte[] text, String hashName, byte[] armoredSignature) {
    var out = new ByteArrayOutputStream(text.length + armoredSignature.length + 128);
    out.writeBytes(ascii(BEGIN + "\nHash: " + hashName + "\n\n"));
    int start = 0;
    while (start < text.length) {
      int newline = indexOfNewline(text, start);
      if (text[start] == '-') {
        out.writeBytes(ascii("- "));
      }
      out.write(text, start, newline - start);
      out.write('\n');
      start = newline + 1;
    }
    if (text.length == 0) {
      out.write('\n');
    }
    out.writeBytes(armoredSignature);
    return out.toByteArray();
  }

  /// Takes a clear-signed message apart.
  public static ClearText parse(byte[] message, String source) {
    int position = skipHead(message, source);
    var text = new ByteArrayOutputStream(message.length);
    while (position < message.length) {
      int newline = indexOfNewline(message, position);
      if (message[position] == '-') {
        if (line(message, position, newline).equals(BEGIN_SIGNATURE)) {
          return new ClearText(text.toByteArray(), signature(message, position, source));
        }
        if (newline - position < 2 || message[position + 1] != ' ') {
          throw malformed(source, "has a line in its signed text that begins with a bare dash");
        }
        position += 2;
      }
      text.write(message, position, Math.min(newline + 1, message.length) - position);
      position = newline + 1;
    }
    throw malformed(source, "is cut off: it has no signature below its text");
  }

  private static int skipHead(byte[] message, String source) {
    int newline = indexOfNewline(message, 0);
    if (!line(message, 0, newline).equals(BEGIN)) {
      throw malformed(source, "is not clear-signed: its first line is not " + BEGIN);
    }
    int position = newline + 1;
    while (position < message.length) {
      newline = indexOfNewline(message, position);
      String header = line(message, position, newline);
      position = newline + 1;
      if (header.isEmpty()) {
        return position;
      }
      if (!header.startsWith("Hash: ")) {
        throw malformed(source, "has something else than Hash before its signed text");
      }
    }
    throw malformed(source, "is cut off before its signed text");
  }

  private static byte[] signature(byte[] message, int start, String source) {
    int position = start;
    boolean ended = false;
    while (position < message.length) {
      int newline = indexOfNewline(message, position);
      String line = line(message, position, newline);
      if (ended && !line.isEmpty()) {
        throw malformed(source, "has text after its signature");
      }
      ended |= line.equals(END_SIGNATURE);
      position = newline + 1;
    }
    if (!ended) {
      throw malformed(source, "is cut off inside its signature");
    }
    return Arrays.copyOfRange(message, start, message.length);
  }

  private static String line(byte[] bytes, int start, int end) {
    return new String(bytes, start, end - start, StandardCharsets.ISO_8859_1).stripTrailing();
  }

  private static int indexOfNewline(byte[] bytes, int start) {
    int i = start;
    while (i < bytes.length && bytes[i] != '\n') {
      i++;
    }
    return i;
  }

  private static boolean isTrimmed(byte b) {
    return b == ' ' || b == '\t' || b == '\r';
  }

  private static OpenPgpException malformed(String source, String problem) {
    return new OpenPgpException(Reason.MALFORMED, source + " " + problem);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
