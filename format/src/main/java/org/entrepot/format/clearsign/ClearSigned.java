package org.entrepot.format.clearsign;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.entrepot.format.FormatException;

/// A text framed together with its signature (RFC 9580 section 7, "cleartext signature framework").
///
/// ```
/// -----BEGIN PGP SIGNED MESSAGE-----
/// Hash: SHA256
///
/// lines of text, those that begin with a dash written as "- -..."
/// -----BEGIN PGP SIGNATURE-----
/// ...
/// -----END PGP SIGNATURE-----
/// ```
///
/// Nothing that the signature does not cover gets through: text before the first or after the last
/// line, armor headers other than `Hash`, and a second message are refused; blanks and carriage
/// returns at line ends, which are not signed, are not part of [#text()]. Immutable and
/// thread-safe.
public final class ClearSigned {
  static final String RULE = "RFC 9580 section 7";
  static final String BEGIN_MESSAGE = "-----BEGIN PGP SIGNED MESSAGE-----";
  static final String BEGIN_SIGNATURE = "-----BEGIN PGP SIGNATURE-----";
  static final String END_SIGNATURE = "-----END PGP SIGNATURE-----";

  private final List<String> hashNames;
  private final byte[] text;
  private final byte[] signature;

  ClearSigned(List<String> hashNames, byte[] text, byte[] signature) {
    this.hashNames = List.copyOf(hashNames);
    this.text = text;
    this.signature = signature;
  }

  /// Whether the first line that is not blank begins a clear-signed message.
  public static boolean isClearSigned(byte[] bytes) {
    var lines = new Lines(bytes);
    while (lines.next()) {
      if (!lines.isBlank()) {
        return lines.is(BEGIN_MESSAGE);
      }
    }
    return false;
  }

  /// Takes a clear-signed message apart. Whether the signature is good is not looked at.
  ///
  /// @throws FormatException when the framing is broken in any way
  public static ClearSigned parse(byte[] bytes, String source) throws FormatException {
    return new ClearSignedReader(bytes, source).read();
  }

  /// The whole clear-signed file: the text, which gets a final newline if it has none (also where
  /// it is empty: GnuPG takes the line break before the signature for the text's last one), and a
  /// signature made over [#toSigned(byte\[\])] of the same text.
  ///
  /// @param hashNames names of the digests in the signatures, such as `SHA256`; not empty
  /// @param armoredSignature an ASCII-armored signature block
  public static byte[] frame(byte[] text, List<String> hashNames, byte[] armoredSignature) {
    if (hashNames.isEmpty() || !startsWith(armoredSignature, BEGIN_SIGNATURE)) {
      throw new IllegalArgumentException(
          "a clear-signed text needs the name of a digest and an armored signature");
    }
    var out = new ByteArrayOutputStream(text.length + armoredSignature.length + 128);
    out.writeBytes(ascii(BEGIN_MESSAGE + "\nHash: " + String.join(", ", hashNames) + "\n\n"));
    var lines = new Lines(text);
    while (lines.next()) {
      if (lines.beginsWithDash()) {
        out.writeBytes(ascii("- "));
      }
      lines.writeWhole(out);
    }
    if (text.length == 0) {
      out.write('\n');
    }
    out.writeBytes(armoredSignature);
    if (armoredSignature[armoredSignature.length - 1] != '\n') {
      out.write('\n');
    }
    return out.toByteArray();
  }

  /// What a signature of type 0x01 over this text covers: lines without trailing blanks, joined by
  /// CR LF, without the last line end.
  public static byte[] toSigned(byte[] text) {
    var out = new ByteArrayOutputStream(text.length + text.length / 32 + 16);
    var lines = new Lines(text);
    boolean first = true;
    while (lines.next()) {
      if (!first) {
        out.write('\r');
        out.write('\n');
      }
      first = false;
      lines.writeTrimmed(out);
    }
    return out.toByteArray();
  }

  /// The names in the `Hash` armor headers, as written; empty when there is none. A hint for
  /// readers, not covered by the signature.
  public List<String> hashNames() {
    return hashNames;
  }

  /// The text without escapes, each line ended by one newline and without trailing blanks.
  public byte[] text() {
    return text.clone();
  }

  /// The bytes that the signature covers: [#toSigned(byte\[\])] of the text.
  public byte[] signedText() {
    return toSigned(text);
  }

  /// The armored signature block, from its first to its last line, ended by a newline.
  public byte[] signature() {
    return signature.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ClearSigned that
        && hashNames.equals(that.hashNames)
        && Arrays.equals(text, that.text)
        && Arrays.equals(signature, that.signature);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(text) + Arrays.hashCode(signature);
  }

  private static boolean startsWith(byte[] bytes, String text) {
    return bytes.length >= text.length()
        && Arrays.equals(bytes, 0, text.length(), ascii(text), 0, text.length());
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
