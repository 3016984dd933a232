package org.entrepot.service.mirror;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.entrepot.format.checksum.ChecksumCalculator;

/// Makes the paths of what mirrors keep outside pool and catalog: `ID/lists/DIGEST.EXTENSION`, the
/// indices of the last update, and `ID/files/KEY`, files of packages that are not whole yet. All of
/// it may be deleted while nothing runs; then it is fetched again.
public final class MirrorDirectories {
  private final Path root;

  public MirrorDirectories(Path root) {
    this.root = root;
  }

  Path lists(UUID mirror) throws IOException {
    return Files.createDirectories(root.resolve(mirror.toString()).resolve("lists"));
  }

  Path files(UUID mirror) throws IOException {
    return Files.createDirectories(root.resolve(mirror.toString()).resolve("files"));
  }

  /// Forgets everything about a mirror.
  void remove(UUID mirror) throws IOException {
    delete(root.resolve(mirror.toString()));
  }

  /// Forgets everything about other mirrors than these.
  public void removeAllBut(Set<UUID> mirrors) throws IOException {
    if (!Files.isDirectory(root)) {
      return;
    }
    var kept = new HashSet<String>();
    mirrors.forEach(id -> kept.add(id.toString()));
    try (Stream<Path> inside = Files.list(root)) {
      for (Path directory : inside.toList()) {
        if (!kept.contains(directory.getFileName().toString())) {
          delete(directory);
        }
      }
    }
  }

  /// The name of a file on its way: of its digest, so that what is left of another file is not
  /// taken for its beginning, and of its path, as two paths may have the same content and are
  /// fetched at once.
  static String stagedName(String digest, String path) {
    String ofPath = ChecksumCalculator.of(path.getBytes(StandardCharsets.UTF_8)).sha256().hex();
    return digest + "-" + ofPath.substring(0, 16);
  }

  /// Removes the files of a directory but these.
  static void keepOnly(Path directory, Set<Path> kept) throws IOException {
    try (Stream<Path> inside = Files.list(directory)) {
      for (Path file : inside.filter(it -> !kept.contains(it)).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static void delete(Path top) throws IOException {
    if (!Files.exists(top)) {
      return;
    }
    try (Stream<Path> all = Files.walk(top)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    }
  }
}
