package org.entrepot.service.publish;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.entrepot.catalog.View;
import org.entrepot.catalog.publication.Generation;
import org.entrepot.catalog.publication.IndexFile;
import org.entrepot.catalog.publication.ReleaseText;
import org.entrepot.domain.mirror.ArchiveFiles;
import org.entrepot.domain.mirror.MirrorFile;
import org.entrepot.domain.publication.ByHash;
import org.entrepot.domain.publication.PoolLayout;
import org.entrepot.domain.publication.Publication;
import org.entrepot.domain.publication.PublishedSource;
import org.entrepot.domain.snapshot.Snapshot;
import org.entrepot.domain.snapshot.SourceKind;
import org.entrepot.service.ErrorCode;
import org.entrepot.service.RepositoryException;
import org.entrepot.service.operation.PublicationOperation.Attributes;
import org.entrepot.storage.pool.PackagePool;
import org.entrepot.storage.pool.PoolPath;

/// An archive as its owner signed it, which a snapshot of such a mirror publishes: Release file,
/// signatures and indices byte for byte, packages at the paths that these name. Immutable.
///
/// Its paths are somebody else's, so such publications share a prefix only with each other.
final class AsIsArchive {
  private final ArchiveFiles files;
  private final ReleaseText release;
  private final boolean byHash;

  private AsIsArchive(ArchiveFiles files, ReleaseText release, boolean byHash) {
    this.files = files;
    this.release = release;
    this.byHash = byHash;
  }

  /// The archive that a publication shows; empty when it is made of packages.
  ///
  /// @throws RepositoryException when such an archive stands beside others
  static Optional<AsIsArchive> find(View view, Publication publication, PackagePool pool)
      throws IOException {
    if (publication.kind() != SourceKind.SNAPSHOT) {
      return Optional.empty();
    }
    for (PublishedSource source : publication.sources().values()) {
      Optional<Snapshot> snapshot = view.findSnapshot(source.sourceId());
      ArchiveFiles files =
          snapshot.map(it -> view.archiveFiles(it.files())).orElse(ArchiveFiles.NONE);
      if (files.isAsIs()) {
        if (publication.sources().size() > 1) {
          throw refused(
              "snapshot %s is an archive as its owner signed it, which is published alone; make a snapshot of its packages with: entrepot snapshot merge NEW %s"
                  .formatted(snapshot.orElseThrow().name(), snapshot.orElseThrow().name()));
        }
        return Optional.of(read(files, pool));
      }
    }
    return Optional.empty();
  }

  private static AsIsArchive read(ArchiveFiles files, PackagePool pool) throws IOException {
    var release =
        new ReleaseText(
            text(files, "Release", pool),
            text(files, "Release.gpg", pool),
            text(files, "InRelease", pool));
    String fields = release.release().isEmpty() ? release.inRelease() : release.release();
    boolean byHash = fields.lines().anyMatch("Acquire-By-Hash: yes"::equals);
    return new AsIsArchive(files, release, byHash);
  }

  private static String text(ArchiveFiles files, String name, PackagePool pool) throws IOException {
    Optional<MirrorFile> file = files.find(name);
    if (file.isEmpty()) {
      return "";
    }
    try (InputStream in =
        pool.open(PoolPath.of(file.get().checksums().sha256(), file.get().fileName()))) {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(in.readAllBytes()))
          .toString();
    } catch (CharacterCodingException e) {
      throw refused(
          "%s of the archive is no text in UTF-8, so it cannot be published as it is"
              .formatted(name));
    }
  }

  /// Refuses a publication that shares its prefix with one of the other sort, or was of it.
  static void requireApart(
      View view, Optional<Publication> before, Publication after, boolean asIs) {
    if (before.isPresent() && isAsIs(before.get()) != asIs) {
      throw refused(
          "%s %s; drop it and publish anew"
              .formatted(
                  after.point(),
                  asIs
                      ? "is made of packages and cannot become an archive as its owner signed it"
                      : "shows an archive as its owner signed it and cannot become one of"
                          + " packages"));
    }
    for (Publication other : view.publicationsAt(after.point().storage(), after.point().prefix())) {
      if (!other.id().equals(after.id()) && isAsIs(other) != asIs) {
        throw refused(
            "an archive as its owner signed it shares its prefix only with others of this sort, because their paths are not ours: %s is there; publish to another prefix"
                .formatted(other.point()));
      }
    }
  }

  /// Refuses options that would change what the owner signed.
  static void requireUnchanged(Attributes given) {
    boolean changes =
        given.origin().isPresent()
            || given.label().isPresent()
            || given.suite().isPresent()
            || given.codename().isPresent()
            || given.version().isPresent()
            || given.signedBy().isPresent()
            || given.validForSeconds().isPresent();
    if (changes) {
      throw refused(
          "the snapshot is an archive as its owner signed it, so its Release file cannot get other"
              + " fields; make a snapshot of its packages with snapshot merge to publish it as"
              + " yours");
    }
  }

  static boolean isAsIs(Publication publication) {
    return publication.options().poolLayout() == PoolLayout.UPSTREAM;
  }

  private static RepositoryException refused(String sentence) {
    return new RepositoryException(ErrorCode.INVALID_REQUEST, sentence);
  }

  /// The publication with the options that the archive has.
  Publication applyTo(Publication publication) {
    return publication.withOptions(
        publication.options().toBuilder()
            .poolLayout(PoolLayout.UPSTREAM)
            .byHash(byHash ? ByHash.ENABLED : ByHash.DISABLED)
            .build());
  }

  /// Release file and signatures.
  ReleaseText release() {
    return release;
  }

  /// Everything else below the directory of the distribution.
  BuiltIndices indices(Optional<Generation> present) {
    Set<IndexFile> before = new HashSet<>();
    present.ifPresent(generation -> before.addAll(generation.files()));
    var all = new ArrayList<IndexFile>();
    var written = new ArrayList<BuiltIndices.Written>();
    for (MirrorFile file : files.files()) {
      if (ArchiveFiles.RELEASE_NAMES.contains(file.path())) {
        continue;
      }
      IndexFile index = along(file);
      all.add(index);
      if (!before.contains(index)) {
        written.add(new BuiltIndices.Written(index, new BuiltIndices.OfPool(file)));
      }
    }
    return new BuiltIndices(List.copyOf(all), List.copyOf(written));
  }

  private static IndexFile along(MirrorFile file) {
    return new IndexFile(
        file.path(), file.checksums(), IndexRole.along(file.checksums().sha256()).toString());
  }
}
