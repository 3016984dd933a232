package org.entrepot.service.publish;

import java.util.List;
import java.util.Optional;
import org.entrepot.catalog.publication.Generation;
import org.entrepot.catalog.publication.IndexFile;
import org.entrepot.format.checksum.Sha256;

/// What a generation notes of an index file: its kind, and a digest over everything that determines
/// it, so that the next generation can tell without reading anything that the file stays as it is.
///
/// Text form: `KIND INPUTS`, after `listed` or `unlisted` for other standings than INDEX.
public record IndexRole(String kind, Sha256 inputs, Standing standing) {
  private static final String LISTED = "listed ";
  private static final String UNLISTED = "unlisted ";
  private static final String ALONG = "along";

  /// Where the file is seen.
  enum Standing {
    /// It is published, and the Release file lists it.
    INDEX,
    /// The Release file lists it, but it is not published: an uncompressed index, because apt looks
    /// for the uncompressed name first.
    LISTED,
    /// It is published, but the Release file does not list it: installer images, whose sums it
    /// lists.
    UNLISTED
  }

  /// A file that came along with the packages.
  static IndexRole along(Sha256 content) {
    return new IndexRole(ALONG, content, Standing.INDEX);
  }

  static boolean isPublished(IndexFile file) {
    return !file.role().startsWith(LISTED);
  }

  /// Whether the Release file lists it.
  static boolean isListed(IndexFile file) {
    return !file.role().startsWith(UNLISTED);
  }

  /// The files of a generation that lie in the target.
  static List<IndexFile> published(Generation generation) {
    return generation.files().stream().filter(IndexRole::isPublished).toList();
  }

  /// The files of a generation that came along with packages, so that the pool keeps them.
  public static List<IndexFile> ofPool(Generation generation) {
    return published(generation).stream().filter(IndexRole::isOfPool).toList();
  }

  /// Whether a file came along with packages.
  static boolean isOfPool(IndexFile file) {
    return inputs(file, ALONG).isPresent();
  }

  /// Whether the file was made of the same inputs.
  boolean matches(IndexFile file) {
    return inputs(file, kind).equals(Optional.of(inputs.hex()));
  }

  /// The digest of the inputs that a file of this kind was made of; empty for another kind.
  static Optional<String> inputs(IndexFile file, String kind) {
    String role = file.role();
    String own =
        role.startsWith(LISTED)
            ? role.substring(LISTED.length())
            : role.startsWith(UNLISTED) ? role.substring(UNLISTED.length()) : role;
    return own.startsWith(kind + " ")
        ? Optional.of(own.substring(kind.length() + 1))
        : Optional.empty();
  }

  IndexRole listed() {
    return new IndexRole(kind, inputs, Standing.LISTED);
  }

  @Override
  public String toString() {
    String before =
        switch (standing) {
          case INDEX -> "";
          case LISTED -> LISTED;
          case UNLISTED -> UNLISTED;
        };
    return before + kind + " " + inputs.hex();
  }
}
