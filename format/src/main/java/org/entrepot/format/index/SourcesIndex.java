package org.entrepot.format.index;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.entrepot.format.checksum.DeclaredChecksums;
import org.entrepot.format.checksum.Digest;
import org.entrepot.format.deb822.Stanza;
import org.entrepot.format.packages.NamedChecksums;

/// Text of a Sources index, or of a segment of it: one stanza for each source package, each
/// followed by an empty line.
///
/// As [PackagesIndex]; what is made here are Package (a .dsc has the name in Source), Directory and
/// the lists of files with their digests, in the order of the names. Used by one thread.
public final class SourcesIndex {
  private static final int CAPACITY = 64 << 10;
  private static final Comparator<NamedChecksums> BY_NAME =
      Comparator.comparing(NamedChecksums::name);

  private final StanzaRenderer renderer = new StanzaRenderer(IndexKind.SOURCES);
  private final TextBuffer out = new TextBuffer(CAPACITY);

  /// Adds a source package.
  ///
  /// @param dsc stanza of the .dsc file, or of another archive's index
  /// @param poolDirectory directory of the files relative to the archive's root, without final
  ///   slash; empty for none
  /// @param files all files, the .dsc itself among them
  public SourcesIndex add(Stanza dsc, String poolDirectory, List<NamedChecksums> files) {
    var made = renderer.begin(dsc);
    if (!poolDirectory.isEmpty()) {
      made.add("Directory: ").add(StanzaRenderer.checked(poolDirectory)).add('\n');
    }
    var sorted = files.stream().sorted(BY_NAME).toList();
    made.add("Files:\n");
    for (var file : sorted) {
      file.checksums().md5().ifPresent(digest -> addLine(made, digest, file));
    }
    addList(made, "Checksums-Sha1", sorted, DeclaredChecksums::sha1);
    addList(made, "Checksums-Sha256", sorted, DeclaredChecksums::sha256);
    addList(made, "Checksums-Sha512", sorted, DeclaredChecksums::sha512);
    renderer.end(out);
    return this;
  }

  private static void addList(
      TextBuffer made,
      String name,
      List<NamedChecksums> files,
      Function<DeclaredChecksums, ? extends Optional<? extends Digest>> digest) {
    int start = made.size();
    made.add(name).add(":\n");
    int empty = made.size();
    for (var file : files) {
      digest.apply(file.checksums()).ifPresent(value -> addLine(made, value, file));
    }
    if (made.size() == empty) {
      made.shrinkTo(start);
    }
  }

  private static void addLine(TextBuffer made, Digest digest, NamedChecksums file) {
    long size = file.checksums().sizeBytes().orElse(0);
    made.add(' ')
        .add(digest)
        .add(' ')
        .add(size)
        .add(' ')
        .add(StanzaRenderer.checked(file.name()))
        .add('\n');
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
  public static byte[] render(Stanza dsc, String poolDirectory, List<NamedChecksums> files) {
    return new SourcesIndex().add(dsc, poolDirectory, files).toBytes();
  }
}
