package org.entrepot.service.publish;

import java.util.List;
import java.util.Optional;
import org.entrepot.catalog.publication.Generation;
import org.entrepot.catalog.publication.IndexFile;
import org.entrepot.format.checksum.Sha256;

/// What a generation notes of an index file: its kind, and a digest over everything that determines
/// it, so that the next generation can tell without reading anything that the file stays as it is.
///
/// Text form: `KIND INPUTS`, and `listed KIND INPUTS` for an uncompressed index that is not
/// published, but listed in the Release file because apt looks for the uncompressed name first.
record IndexRole(String kind, Sha256 inputs, boolean published) {
  private static final String LISTED = "listed ";

  static boolean isPublished(IndexFile file) {
    return !file.role().startsWith(LISTED);
  }

  /// The files of a generation that lie in the target.
  static List<IndexFile> published(Generation generation) {
    return generation.files().stream().filter(IndexRole::isPublished).toList();
  }

  /// Whether the file was made of the same inputs.
  boolean matches(IndexFile file) {
    return inputs(file, kind).equals(Optional.of(inputs.hex()));
  }

  /// The digest of the inputs that a file of this kind was made of; empty for another kind.
  static Optional<String> inputs(IndexFile file, String kind) {
    String role = file.role();
    String own = role.startsWith(LISTED) ? role.substring(LISTED.length()) : role;
    return own.startsWith(kind + " ")
        ? Optional.of(own.substring(kind.length() + 1))
        : Optional.empty();
  }

  IndexRole listed() {
    return new IndexRole(kind, inputs, false);
  }

  @Override
  public String toString() {
    return (published ? "" : LISTED) + kind + " " + inputs.hex();
  }
}
