package org.entrepot.domain.mirror;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.entrepot.format.checksum.ChecksumCalculator;
import org.entrepot.format.checksum.Sha256;

/// What of an archive goes along with its packages from a mirror to snapshots and publications:
/// translations, metadata of programs, sums of installer images; of an archive that is mirrored as
/// it is, everything below the directory of the Release file, that file and its signatures
/// included. Immutable.
///
/// @param files ordered by path, each path once
public record ArchiveFiles(List<MirrorFile> files) {
  /// No files.
  public static final ArchiveFiles NONE = new ArchiveFiles(List.of());

  /// The texts that make an archive what its owner signed.
  public static final List<String> RELEASE_NAMES = List.of("InRelease", "Release", "Release.gpg");

  /// @throws IllegalArgumentException when a path occurs twice
  public ArchiveFiles {
    files = files.stream().sorted(Comparator.comparing(MirrorFile::path)).toList();
    for (int i = 1; i < files.size(); i++) {
      if (files.get(i).path().equals(files.get(i - 1).path())) {
        throw new IllegalArgumentException("The path " + files.get(i).path() + " occurs twice");
      }
    }
  }

  /// Identifies the content.
  public Sha256 digest() {
    var text = new StringBuilder();
    files.forEach(file ->
        text.append(file.checksums().sha256().hex()).append(' ').append(file.path()).append('\n'));
    return ChecksumCalculator.of(text.toString().getBytes(StandardCharsets.UTF_8)).sha256();
  }

  /// The file at a path.
  public Optional<MirrorFile> find(String path) {
    return files.stream().filter(file -> file.path().equals(path)).findFirst();
  }

  /// Whether this is an archive as its owner signed it.
  public boolean isAsIs() {
    return files.stream().anyMatch(file -> RELEASE_NAMES.contains(file.path()));
  }

  /// The files that fit some.
  public ArchiveFiles only(Predicate<MirrorFile> wanted) {
    return new ArchiveFiles(files.stream().filter(wanted).toList());
  }

  /// What describes packages whatever else stands beside them: translations and metadata of
  /// programs. That alone goes on to snapshots that are derived from others.
  public ArchiveFiles descriptive() {
    return only(file -> file.isTranslation() || file.isAppStream());
  }

  /// The files of all of these; of two at one path the later one.
  public static ArchiveFiles union(Collection<ArchiveFiles> parts) {
    var byPath = new TreeMap<String, MirrorFile>();
    parts.forEach(part -> part.files().forEach(file -> byPath.put(file.path(), file)));
    return new ArchiveFiles(List.copyOf(byPath.values()));
  }
}
