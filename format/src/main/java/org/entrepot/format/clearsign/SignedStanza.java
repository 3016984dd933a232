package org.entrepot.format.clearsign;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.entrepot.format.FormatException;
import org.entrepot.format.deb822.Stanza;

/// A control file of one stanza that may be clear-signed, such as a .dsc or .changes. Immutable.
///
/// @param stanza what is signed, or the whole file
/// @param signature the framing, when there is one; whether it is good is for others to find out
public record SignedStanza(Stanza stanza, Optional<ClearSigned> signature) {
  /// The largest file that is read.
  public static final int MAXIMUM_BYTES = 32 << 20;

  /// Parses a whole file.
  ///
  /// @throws FormatException when the framing or the stanza is broken, or text stands outside them
  public static SignedStanza parse(byte[] bytes, String source) throws FormatException {
    if (!ClearSigned.isClearSigned(bytes)) {
      return new SignedStanza(Stanza.parse(bytes, source), Optional.empty());
    }
    ClearSigned signed = ClearSigned.parse(bytes, source);
    return new SignedStanza(
        Stanza.parse(signed.text(), source + ", signed text"), Optional.of(signed));
  }

  /// Reads a stream to its end, without closing it, and parses it.
  public static SignedStanza read(InputStream in, String source)
      throws IOException, FormatException {
    byte[] bytes = in.readNBytes(MAXIMUM_BYTES + 1);
    if (bytes.length > MAXIMUM_BYTES) {
      throw FormatException.of(
          source,
          "the file is larger than the %d bytes that are read".formatted(MAXIMUM_BYTES),
          "",
          "");
    }
    return parse(bytes, source);
  }
}
