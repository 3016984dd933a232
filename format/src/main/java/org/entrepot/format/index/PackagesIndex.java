package org.entrepot.format.index;

import org.entrepot.format.deb822.Stanza;
import org.entrepot.format.packages.NamedChecksums;

/// Text of a Packages index, or of a segment of it: one stanza for each binary package, each
/// followed by an empty line.
///
/// Known fields come in their usual order, then all others sorted by name. Filename, Size and
/// digests are made here and take the place of the control file's. Relationship fields become one
/// line; values of several lines that we do not know keep their lines. Names are written in their
/// usual spelling. Used by one thread.
public final class PackagesIndex {
  private static final int CAPACITY = 64 << 10;

  private final StanzaRenderer renderer = new StanzaRenderer(IndexKind.PACKAGES);
  private final TextBuffer out = new TextBuffer(CAPACITY);

  /// Adds a package.
  ///
  /// @param control stanza of the control file, or of another archive's index
  /// @param poolDirectory directory of the file relative to the archive's root, without final
  ///   slash; empty for none
  public PackagesIndex add(Stanza control, String poolDirectory, NamedChecksums file) {
    var made = renderer.begin(control).add("Filename: ");
    if (!poolDirectory.isEmpty()) {
      made.add(StanzaRenderer.checked(poolDirectory)).add('/');
    }
    made.add(StanzaRenderer.checked(file.name())).add('\n');
    var checksums = file.checksums();
    checksums.sizeBytes().ifPresent(size -> made.add("Size: ").add(size).add('\n'));
    checksums.md5().ifPresent(digest -> made.add("MD5sum: ").add(digest).add('\n'));
    checksums.sha1().ifPresent(digest -> made.add("SHA1: ").add(digest).add('\n'));
    checksums.sha256().ifPresent(digest -> made.add("SHA256: ").add(digest).add('\n'));
    checksums.sha512().ifPresent(digest -> made.add("SHA512: ").add(digest).add('\n'));
    renderer.end(out);
    return this;
  }

  /// Size of the text so far.
  public int sizeBytes() {
    return out.size();
  }

  /// The text so far.
  public byte[] toBytes() {
    return out.toBytes();
  }

  /// The text of one stanza, with the empty line.
  public static byte[] render(Stanza control, String poolDirectory, NamedChecksums file) {
    return new PackagesIndex().add(control, poolDirectory, file).toBytes();
  }
}
