package org.entrepot.format.changes;

import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.entrepot.format.FormatException;
import org.entrepot.format.checksum.DeclaredChecksums;
import org.entrepot.format.clearsign.ClearSigned;
import org.entrepot.format.clearsign.SignedStanza;
import org.entrepot.format.deb822.Stanza;
import org.entrepot.format.source.DeclaredFiles;

/// A record of how packages were built (deb-buildinfo(5)), clear-signed or not. Immutable and
/// thread-safe.
///
/// @param stanza the fields as read
/// @param files what it declares of the built files, by plain file name; perhaps none
/// @param signature the framing, when it is signed; not verified here
public record BuildinfoFile(
    Stanza stanza, SequencedMap<String, DeclaredChecksums> files, Optional<ClearSigned> signature) {
  public BuildinfoFile {
    files = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(files));
  }

  /// Parses a whole file.
  ///
  /// @throws FormatException when framing, stanza or file lists are broken
  public static BuildinfoFile parse(byte[] bytes, String source) throws FormatException {
    return of(SignedStanza.parse(bytes, source), source);
  }

  /// Reads a stream to its end, without closing it, and parses it.
  public static BuildinfoFile read(InputStream in, String source)
      throws IOException, FormatException {
    return of(SignedStanza.read(in, source), source);
  }

  private static BuildinfoFile of(SignedStanza signed, String source) throws FormatException {
    return new BuildinfoFile(
        signed.stanza(), DeclaredFiles.parse(signed.stanza(), source), signed.signature());
  }

  /// The source package's name; empty when the field is missing.
  public String sourceName() {
    return UploadFields.sourceName(stanza);
  }

  /// The built packages' names.
  public List<String> binaryNames() {
    return UploadFields.words(stanza, "Binary");
  }
}
