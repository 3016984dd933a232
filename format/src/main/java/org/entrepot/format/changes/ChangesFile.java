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

/// An upload (deb-changes(5), Policy 5.5), clear-signed or not. Immutable and thread-safe.
///
/// @param stanza the fields as read
/// @param files what it declares of the uploaded files, by plain file name; at least one
/// @param signature the framing, when it is signed; not verified here
public record ChangesFile(
    Stanza stanza, SequencedMap<String, DeclaredChecksums> files, Optional<ClearSigned> signature) {
  public ChangesFile {
    files = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(files));
  }

  /// Parses a whole file.
  ///
  /// @throws FormatException when framing, stanza or file lists are broken, or no file is listed
  public static ChangesFile parse(byte[] bytes, String source) throws FormatException {
    return of(SignedStanza.parse(bytes, source), source);
  }

  /// Reads a stream to its end, without closing it, and parses it.
  public static ChangesFile read(InputStream in, String source)
      throws IOException, FormatException {
    return of(SignedStanza.read(in, source), source);
  }

  private static ChangesFile of(SignedStanza signed, String source) throws FormatException {
    var files = DeclaredFiles.parse(signed.stanza(), source);
    if (files.isEmpty()) {
      throw FormatException.of(source, "the upload lists no files", "Policy 5.5", "");
    }
    return new ChangesFile(signed.stanza(), files, signed.signature());
  }

  /// The source package's name; empty when the field is missing.
  public String sourceName() {
    return UploadFields.sourceName(stanza);
  }

  /// The source package's version: the one in the `Source` field, else `Version`.
  public String sourceVersion() {
    return UploadFields.sourceVersion(stanza).orElseGet(() -> stanza.text("Version"));
  }

  /// The binary packages' names; empty for a source-only upload.
  public List<String> binaryNames() {
    return UploadFields.words(stanza, "Binary");
  }

  /// The words of `Architecture`, such as `source`, `all` and `amd64`.
  public List<String> architectures() {
    return UploadFields.words(stanza, "Architecture");
  }

  /// The words of `Distribution`; usually one.
  public List<String> distributions() {
    return UploadFields.words(stanza, "Distribution");
  }
}
