package org.entrepot.service.mirror;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.entrepot.format.checksum.ChecksumCalculator;
import org.entrepot.format.checksum.DeclaredChecksums;
import org.entrepot.format.compression.Compression;
import org.entrepot.service.mirror.ArchiveReader.MismatchException;
import org.entrepot.service.mirror.ArchiveReader.Request;
import org.entrepot.service.mirror.ArchiveReader.Result;
import org.entrepot.service.operation.MirrorOperation.Digests;
import org.entrepot.transport.FetchListener;

/// Brings the indices of a Release file here, in the best compression that the archive has, by
/// their digests where it offers that. One that is here already is not fetched again, and one that
/// was cut off is resumed. For one thread.
final class IndexReader {
  static final List<Compression> BEST_FIRST =
      List.of(
          Compression.XZ,
          Compression.ZSTD,
          Compression.GZIP,
          Compression.BZIP2,
          Compression.LZMA,
          Compression.NONE);
  static final long MOST_BYTES_OF_UNLISTED = 8L << 30;

  private final ArchiveReader archive;
  private final String directory;
  private final UpstreamRelease release;
  private final Path lists;
  private final Rules rules;
  private final FetchListener listener;
  private final Progress progress;
  private final IndexPatches patches;
  private final Set<Path> used = new HashSet<>();

  /// What is accepted.
  ///
  /// @param digests whether an index may be other than the Release file says
  /// @param unlisted whether an index may be missing in it
  /// @param weak whether MD5 or SHA-1 suffice
  record Rules(Digests digests, boolean unlisted, boolean weak) {}

  /// Is told what is done, a line each.
  @FunctionalInterface
  interface Progress {
    void said(String line);
  }

  /// An index that is here.
  record LocalIndex(WantedIndex wanted, Path file, Compression compression) {
    InputStream open() throws IOException {
      return compression.decompress(Files.newInputStream(file));
    }
  }

  /// `directory`: of the Release file, relative to the archive's root. `lists`: where indices are
  /// kept.
  IndexReader(
      ArchiveReader archive,
      String directory,
      UpstreamRelease release,
      Path lists,
      Rules rules,
      FetchListener listener,
      Progress progress)
      throws IOException {
    this.archive = archive;
    this.directory = directory;
    this.release = release;
    this.lists = lists;
    this.rules = rules;
    this.listener = listener;
    this.progress = progress;
    this.patches = new IndexPatches(archive, directory, release, lists, listener);
  }

  /// Files that indices of this update lie in.
  Set<Path> used() {
    return Set.copyOf(used);
  }

  /// The index, unless the archive has none.
  ///
  /// @throws UpstreamChangedException when the Release file lists it, and it is not there or other
  Optional<LocalIndex> read(WantedIndex wanted) throws IOException {
    List<Compression> listed =
        BEST_FIRST.stream()
            .filter(it -> release.file().find(wanted.path() + it.extension()).isPresent())
            .toList();
    if (listed.isEmpty()) {
      return rules.unlisted() || release.file().files().isEmpty()
          ? unlisted(wanted)
          : Optional.empty();
    }
    for (Compression compression : listed) {
      Optional<Path> here = here(wanted.path() + compression.extension(), compression);
      if (here.isPresent()) {
        return Optional.of(new LocalIndex(wanted, here.get(), compression));
      }
    }
    Optional<LocalIndex> patched = patched(wanted, listed.getFirst());
    if (patched.isPresent()) {
      return patched;
    }
    String answer = "";
    for (Compression compression : listed) {
      String path = wanted.path() + compression.extension();
      Optional<Path> file = listed(path, compression);
      if (file.isPresent()) {
        return Optional.of(new LocalIndex(wanted, file.get(), compression));
      }
      answer = path + " is listed in the Release file, but it is not there";
    }
    throw new UpstreamChangedException(answer);
  }

  /// The index as patches make it of the one of the last update; empty when that does not pay or
  /// cannot be done.
  private Optional<LocalIndex> patched(WantedIndex wanted, Compression best) throws IOException {
    if (rules.digests() == Digests.IGNORE) {
      return Optional.empty();
    }
    long whole =
        release.file().find(wanted.path() + best.extension()).orElseThrow().sizeBytes().orElse(0);
    String broken;
    try {
      switch (patches.patch(wanted, whole)) {
        case IndexPatches.Outcome.Patched(var file) -> {
          used.add(file);
          progress.said("Patched: " + wanted.path());
          return Optional.of(new LocalIndex(wanted, file, Compression.NONE));
        }
        case IndexPatches.Outcome.NoUse _ -> {
          return Optional.empty();
        }
        case IndexPatches.Outcome.Broken(var reason) -> broken = reason;
      }
    } catch (IOException e) {
      broken = String.valueOf(e.getMessage());
    }
    progress.said(
        "The patches for %s cannot be used, the whole index is fetched: %s"
            .formatted(wanted.path(), broken));
    return Optional.empty();
  }

  /// A file that the Release file lists and that is here; empty when it is not, or other.
  private Optional<Path> here(String path, Compression compression) throws IOException {
    DeclaredChecksums declared = release.file().find(path).orElseThrow();
    Path target = lists.resolve(fileName(declared, compression));
    boolean whole =
        Files.isRegularFile(target)
            && declared.hasStrongDigest()
            && Files.size(target) == declared.sizeBytes().orElse(-1)
            && declared.matches(ChecksumCalculator.of(target));
    if (!whole) {
      return Optional.empty();
    }
    used.add(target);
    return Optional.of(target);
  }

  /// A file that the Release file lists, by its path there; empty when nobody has it.
  Optional<Path> listed(String path, Compression compression) throws IOException {
    DeclaredChecksums declared = release.file().find(path).orElseThrow();
    if (release.verified() && !rules.weak() && !declared.hasStrongDigest()) {
      throw ReleaseRules.weak("the index " + path);
    }
    Path target = lists.resolve(fileName(declared, compression));
    used.add(target);
    if (Files.isRegularFile(target)
        && Files.size(target) == declared.sizeBytes().orElse(-1)
        && declared.matches(ChecksumCalculator.of(target))) {
      return Optional.of(target);
    }
    long most = rules.digests().mostBytes(declared, MOST_BYTES_OF_UNLISTED);
    for (String place : places(release, path, declared)) {
      fetching(place);
      try {
        Result result =
            archive.fetch(
                Request.resumed(directory + place, target, most),
                rules.digests() == Digests.VERIFY
                    ? ArchiveReader.Check.of(declared)
                    : ArchiveReader.Check.NONE,
                listener);
        if (result instanceof Result.Whole) {
          return Optional.of(target);
        }
      } catch (MismatchException e) {
        throw new UpstreamChangedException(
            "an index is not what the Release file says: " + e.getMessage(), e);
      }
    }
    return Optional.empty();
  }

  private void fetching(String path) {
    progress.said("Downloading: " + archive.root() + directory + path);
  }

  /// Where a file that the Release file lists may be asked for, relative to its directory.
  static List<String> places(UpstreamRelease release, String path, DeclaredChecksums declared) {
    var places = new ArrayList<String>();
    String directoryOfFile = path.substring(0, path.lastIndexOf('/') + 1);
    if (release.file().acquireByHash()) {
      declared.sha256().ifPresent(it -> places.add(directoryOfFile + "by-hash/SHA256/" + it.hex()));
    }
    places.add(path);
    return places;
  }

  /// The name under which an index lies here.
  static String fileName(DeclaredChecksums declared, Compression compression) {
    return key(declared) + compression.extension();
  }

  static String key(DeclaredChecksums declared) {
    return declared
        .sha256()
        .map(Object::toString)
        .or(() -> declared.sha512().map(Object::toString))
        .or(() -> declared.sha1().map(Object::toString))
        .or(() -> declared.md5().map(Object::toString))
        .orElse("none");
  }

  /// Tries each compression in turn; nothing tells whether what comes is right.
  private Optional<LocalIndex> unlisted(WantedIndex wanted) throws IOException {
    for (Compression compression : BEST_FIRST) {
      String path = wanted.path() + compression.extension();
      String name = ChecksumCalculator.of(path.getBytes(StandardCharsets.UTF_8)).sha256().hex();
      Path target = lists.resolve(name + compression.extension());
      fetching(path);
      Result result =
          archive.fetch(
              Request.whole(directory + path, target, MOST_BYTES_OF_UNLISTED),
              ArchiveReader.Check.NONE,
              listener);
      if (result instanceof Result.Whole) {
        used.add(target);
        return Optional.of(new LocalIndex(wanted, target, compression));
      }
    }
    return Optional.empty();
  }
}
