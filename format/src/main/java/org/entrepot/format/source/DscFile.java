package org.entrepot.format.source;

import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import org.entrepot.format.FormatException;
import org.entrepot.format.checksum.DeclaredChecksums;
import org.entrepot.format.clearsign.ClearSigned;
import org.entrepot.format.clearsign.SignedStanza;
import org.entrepot.format.deb822.Stanza;

/// A source package's description (dsc(5), Policy 5.4), clear-signed or not. Immutable and
/// thread-safe.
///
/// @param stanza the fields as read
/// @param files what it declares of the package's other files, by plain file name; at least one
/// @param signature the framing, when it is signed; not verified here
public record DscFile(
    Stanza stanza, SequencedMap<String, DeclaredChecksums> files, Optional<ClearSigned> signature) {
  public DscFile {
    files = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(files));
  }

  /// Parses a whole file.
  ///
  /// @throws FormatException when framing, stanza or file lists are broken, or no file is listed
  public static DscFile parse(byte[] bytes, String source) throws FormatException {
    return of(SignedStanza.parse(bytes, source), source);
  }

  /// Reads a stream to its end, without closing it, and parses it.
  public static DscFile read(InputStream in, String source) throws IOException, FormatException {
    return of(SignedStanza.read(in, source), source);
  }

  private static DscFile of(SignedStanza signed, String source) throws FormatException {
    var files = DeclaredFiles.parse(signed.stanza(), source);
    if (files.isEmpty()) {
      throw FormatException.of(source, "the source package lists no files", "Policy 5.4", "");
    }
    return new DscFile(signed.stanza(), files, signed.signature());
  }
}
