package org.entrepot.service.publish;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.entrepot.catalog.publication.IndexFile;
import org.entrepot.catalog.publication.ReleaseText;
import org.entrepot.format.FormatException;
import org.entrepot.format.checksum.ChecksumCalculator;
import org.entrepot.format.checksum.Checksums;
import org.entrepot.format.deb822.Field;
import org.entrepot.format.deb822.Stanza;
import org.entrepot.service.ErrorCode;
import org.entrepot.service.RepositoryException;
import org.entrepot.service.publish.BuiltIndices.OfUser;
import org.entrepot.service.publish.BuiltIndices.Written;
import org.entrepot.service.publish.IndexRole.Standing;
import org.entrepot.storage.path.TargetPath;

/// The files of a `dists/DISTRIBUTION` that another program has published. Symbolic links are not
/// followed, and what they lead to does not belong to it.
///
/// @param present what readers find by name, without Release and its signatures
/// @param superseded what they find by digest only, as it was replaced lately; under names that
///   nobody published
/// @param modified when the Release file was written
record PublishedFiles(
    List<Written> present, List<Written> superseded, ReleaseText release, Instant modified) {
  private static final String KIND = "imported";
  private static final Set<String> RELEASE_NAMES = Set.of("Release", "InRelease", "Release.gpg");
  private static final long LARGEST_RELEASE = 64 << 20;

  PublishedFiles {
    present = List.copyOf(present);
    superseded = List.copyOf(superseded);
  }

  /// Reads all files of the directory.
  ///
  /// @param foreign directories in it that are not part of the publication
  /// @param notes hears of files that are left
  static PublishedFiles read(Path directory, Set<Path> foreign, Consumer<String> notes)
      throws IOException {
    Path release = requireRelease(directory);
    var text =
        new ReleaseText(
            text(release),
            text(directory.resolve("Release.gpg")),
            text(directory.resolve("InRelease")));
    Map<String, String> listed = listed(text.release(), release, notes);
    var walk = new Walk(directory, foreign, listed, notes);
    Files.walkFileTree(directory, walk);
    return new PublishedFiles(
        walk.present(), walk.superseded(), text, Files.getLastModifiedTime(release).toInstant());
  }

  /// The SHA-256 of each file that the Release file lists.
  private static Map<String, String> listed(String text, Path release, Consumer<String> notes) {
    var digests = new HashMap<String, String>();
    try {
      String lines = Stanza.parse(text, "Release").find("SHA256").map(Field::block).orElse("");
      for (String line : lines.split("\n", -1)) {
        String[] words = line.strip().split("\\s+", -1);
        if (words.length == 3) {
          digests.put(words[2], words[0]);
        }
      }
    } catch (FormatException e) {
      notes.accept("%s cannot be read: %s".formatted(release, e.problem()));
    }
    return digests;
  }

  /// The Release file of the directory.
  ///
  /// @throws RepositoryException when there is none
  static Path requireRelease(Path directory) {
    Path release = directory.resolve("Release");
    if (Files.isSymbolicLink(directory) || !Files.isRegularFile(release, NOFOLLOW_LINKS)) {
      throw new RepositoryException(
          ErrorCode.FILE_NOT_FOUND,
          "there is no %s (symbolic links do not count), so it is not published; publish it there first"
              .formatted(release));
    }
    return release;
  }

  private static String text(Path file) throws IOException {
    if (!Files.isRegularFile(file, NOFOLLOW_LINKS)) {
      return "";
    }
    if (Files.size(file) > LARGEST_RELEASE) {
      throw new RepositoryException(
          ErrorCode.INVALID_REQUEST, file + " is larger than any Release file");
    }
    byte[] bytes = Files.readAllBytes(file);
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (!Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes)) {
      throw new RepositoryException(
          ErrorCode.INVALID_REQUEST,
          file + " is not UTF-8; publish it anew with an Origin and Label that are");
    }
    return text;
  }

  private static final class Walk extends SimpleFileVisitor<Path> {
    private final Path root;
    private final Set<Path> foreign;
    private final Map<String, String> listed;
    private final Consumer<String> notes;
    private final Map<String, Written> present = new TreeMap<>();
    private final List<Written> byHash = new ArrayList<>();

    Walk(Path root, Set<Path> foreign, Map<String, String> listed, Consumer<String> notes) {
      this.root = root;
      this.foreign = foreign;
      this.listed = listed;
      this.notes = notes;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
      return foreign.contains(directory) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      String path = root.relativize(file).toString();
      boolean isByHash = path.contains("/by-hash/") || path.startsWith("by-hash/");
      if (!attributes.isRegularFile()) {
        if (!isByHash) {
          notes.accept("%s is no regular file and stays behind".formatted(file));
        }
        return FileVisitResult.CONTINUE;
      }
      if (RELEASE_NAMES.contains(path)) {
        return FileVisitResult.CONTINUE;
      }
      try {
        TargetPath.of(path);
      } catch (IllegalArgumentException e) {
        notes.accept("%s stays behind: %s".formatted(root, e.getMessage()));
        return FileVisitResult.CONTINUE;
      }
      if (!isByHash) {
        addPresent(path, file);
      } else if (path.contains("by-hash/SHA256/")) {
        addByHash(path, file);
      }
      return FileVisitResult.CONTINUE;
    }

    private void addPresent(String path, Path file) throws IOException {
      Checksums checksums = ChecksumCalculator.of(file);
      String digest = listed.get(path);
      if (digest != null && !digest.equals(checksums.sha256().hex())) {
        notes.accept(
            "%s is not what its Release file says; the next update mends it".formatted(file));
      }
      Standing standing = digest == null ? Standing.UNLISTED : Standing.INDEX;
      present.put(path, written(path, file, checksums, standing));
    }

    private void addByHash(String path, Path file) throws IOException {
      Checksums checksums = ChecksumCalculator.of(file);
      if (file.getFileName().toString().equals(checksums.sha256().hex())) {
        String directory = path.substring(0, path.indexOf("by-hash/"));
        byHash.add(
            written(
                directory + "superseded-" + checksums.sha256().hex(),
                file,
                checksums,
                Standing.INDEX));
      }
    }

    private static Written written(String path, Path file, Checksums checksums, Standing standing) {
      var role = new IndexRole(KIND, checksums.sha256(), standing);
      return new Written(new IndexFile(path, checksums, role.toString()), new OfUser(file));
    }

    List<Written> present() {
      return List.copyOf(present.values());
    }

    /// Those that none of the present files of their directory is.
    List<Written> superseded() {
      var now = new HashSet<String>();
      present.values().forEach(file -> now.add(place(file)));
      return byHash.stream()
          .filter(file -> !now.contains(place(file)))
          .sorted(Comparator.comparing(file -> file.file().path()))
          .toList();
    }

    private static String place(Written file) {
      String path = file.file().path();
      return path.substring(0, path.lastIndexOf('/') + 1) + file.file().sha256().hex();
    }
  }
}
