package org.entrepot.service;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.entrepot.format.FormatException;
import org.entrepot.format.checksum.ChecksumCalculator;
import org.entrepot.format.checksum.DeclaredChecksums;
import org.entrepot.format.deb822.Stanza;
import org.entrepot.format.deb822.StanzaReader;
import org.entrepot.format.index.ReleaseFile;
import org.entrepot.storage.path.TargetPath;

/// Reads everything that an apt client could fetch below a published directory, and finds what is
/// named but missing or different.
final class WholeArchive {
  /// What a reader may expect.
  enum Moment {
    /// Nobody publishes: every name of every index is right.
    AT_REST,
    /// Somebody may be publishing: readers of by-hash archives must not notice.
    AT_ANY_INSTANT
  }

  private final Path root;
  private final Moment moment;
  private final List<String> problems = new ArrayList<>();
  private final SortedMap<String, String> releases = new TreeMap<>();

  private WholeArchive(Path root, Moment moment) {
    this.root = root;
    this.moment = moment;
  }

  /// Checks all archives below `root`, and returns the text of each Release and InRelease by its
  /// path.
  static SortedMap<String, String> check(Path root, Moment moment) {
    var archive = new WholeArchive(root, moment);
    try {
      archive.readAll();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (FormatException e) {
      throw new AssertionError("an index cannot be parsed: " + e.getMessage(), e);
    }
    if (!archive.problems.isEmpty()) {
      throw new AssertionError(
          "the archive below %s is not whole (%s):%n%s"
              .formatted(
                  root,
                  moment,
                  String.join(
                      "\n", archive.problems.subList(0, Math.min(30, archive.problems.size())))));
    }
    return archive.releases;
  }

  /// Checks that what an older Release file of a by-hash archive names can still be fetched.
  ///
  /// @param path of the Release file below `root`
  static void checkOlder(Path root, String path, String text) {
    var archive = new WholeArchive(root, Moment.AT_ANY_INSTANT);
    try {
      archive.release(root.resolve(path), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (FormatException e) {
      throw new AssertionError("an index cannot be parsed: " + e.getMessage(), e);
    }
    if (!archive.problems.isEmpty()) {
      throw new AssertionError(String.join("\n", archive.problems));
    }
  }

  /// Every regular file below a directory with the hexadecimal SHA-256 of its content, without
  /// temporaries.
  static SortedMap<String, String> files(Path directory) throws IOException {
    var files = new TreeMap<String, String>();
    if (!Files.exists(directory)) {
      return files;
    }
    try (Stream<Path> found = Files.walk(directory)) {
      for (Path file :
          found.filter(Files::isRegularFile).filter(file -> !isTemporary(file)).toList()) {
        files.put(
            directory.relativize(file).toString(), ChecksumCalculator.of(file).sha256().hex());
      }
    }
    return files;
  }

  private static boolean isTemporary(Path file) {
    return file.getFileName().toString().startsWith(TargetPath.TEMPORARY_PREFIX);
  }

  private void readAll() throws IOException, FormatException {
    if (!Files.exists(root)) {
      return;
    }
    for (Path file : releaseFiles()) {
      String text = text(file);
      if (file.endsWith("InRelease")) {
        int start = text.indexOf("\n\n") + 2;
        release(file, text.substring(start, text.indexOf("\n-----BEGIN PGP SIGNATURE") + 1));
        if (moment == Moment.AT_REST) {
          sameAsDetached(file, text);
        }
      } else if (text.contains("\nSHA256:\n")) {
        release(file, text);
        boolean unsigned = !Files.exists(file.resolveSibling("InRelease"));
        if (moment == Moment.AT_REST
            && unsigned
            && Files.exists(file.resolveSibling("Release.gpg"))) {
          problems.add(file + " has a detached signature, but there is no InRelease");
        }
      }
    }
  }

  /// A publisher may make and remove temporaries while this looks.
  private List<Path> releaseFiles() throws IOException {
    var found = new ArrayList<Path>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.getFileName().toString().matches("Release|InRelease")) {
              found.add(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw e;
          }
        });
    found.sort(null);
    return found;
  }

  private void sameAsDetached(Path inRelease, String text) throws IOException {
    String signed = text.substring(text.indexOf("\n\n") + 2);
    int armor = signed.indexOf("\n-----BEGIN PGP SIGNATURE") + 1;
    if (!signed.substring(0, armor).equals(text(inRelease.resolveSibling("Release")) + "\n")
        && !signed.substring(0, armor).equals(text(inRelease.resolveSibling("Release")))) {
      problems.add(inRelease + " signs another text than the Release file beside it");
    }
    if (!signed.substring(armor).equals(text(inRelease.resolveSibling("Release.gpg")))) {
      problems.add(inRelease + " has another signature than Release.gpg");
    }
  }

  private static String text(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.ISO_8859_1);
  }

  private void release(Path file, String text) throws IOException, FormatException {
    releases.put(root.relativize(file).toString(), text);
    Path distribution = parent(file);
    ReleaseFile release =
        ReleaseFile.read(text.getBytes(StandardCharsets.ISO_8859_1), file.toString());
    boolean byHash = release.fields().text("Acquire-By-Hash").equals("yes");
    for (Map.Entry<String, DeclaredChecksums> entry : release.files().entrySet()) {
      String path = entry.getKey();
      boolean onlyListed =
          path.contains("Contents-")
              && !path.contains(".")
              && release.files().containsKey(path + ".gz");
      Optional<byte[]> content = Optional.empty();
      if (byHash) {
        content = byHash(distribution, path, entry.getValue(), onlyListed);
      }
      if (!byHash || moment == Moment.AT_REST) {
        content = plain(distribution, path, entry.getValue(), onlyListed, byHash);
      }
      if (content.isPresent() && path.matches("(.*/)?(Packages|Sources)")) {
        packages(path, content.get(), prefix(distribution));
      }
    }
  }

  private Optional<byte[]> byHash(
      Path distribution, String path, DeclaredChecksums declared, boolean onlyListed)
      throws IOException {
    Path directory = parent(distribution.resolve(path)).resolve("by-hash");
    Optional<byte[]> content = Optional.empty();
    Map<String, String> names =
        Map.of(
            "MD5Sum", declared.md5().orElseThrow().hex(),
            "SHA1", declared.sha1().orElseThrow().hex(),
            "SHA256", declared.sha256().orElseThrow().hex(),
            "SHA512", declared.sha512().orElseThrow().hex());
    for (Map.Entry<String, String> name : names.entrySet()) {
      Path file = directory.resolve(name.getKey()).resolve(name.getValue());
      content = read(file, declared, onlyListed, path);
    }
    return content;
  }

  private Optional<byte[]> plain(
      Path distribution,
      String path,
      DeclaredChecksums declared,
      boolean onlyListed,
      boolean byHash)
      throws IOException {
    Path file = distribution.resolve(path);
    if (moment == Moment.AT_ANY_INSTANT && !byHash) {
      // Without by-hash there is an instant at which an index is newer than the Release file.
      return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
    }
    return read(file, declared, onlyListed, path);
  }

  private Optional<byte[]> read(
      Path file, DeclaredChecksums declared, boolean mayBeAbsent, String path) throws IOException {
    byte[] content;
    try {
      content = Files.readAllBytes(file);
    } catch (NoSuchFileException _) {
      if (!mayBeAbsent) {
        problems.add("%s (index %s) is missing".formatted(root.relativize(file), path));
      }
      return Optional.empty();
    }
    List<String> differences = declared.mismatches(ChecksumCalculator.of(content));
    if (!differences.isEmpty()) {
      problems.add("%s: %s".formatted(root.relativize(file), String.join(", ", differences)));
    }
    return Optional.of(content);
  }

  private static Path parent(Path path) {
    return Objects.requireNonNull(path.getParent(), "no directory around " + path);
  }

  private static Path prefix(Path distribution) {
    Path at = distribution;
    while (!at.endsWith("dists")) {
      at = parent(at);
    }
    return parent(at);
  }

  private void packages(String index, byte[] content, Path prefix)
      throws IOException, FormatException {
    try (var reader = new StanzaReader(new ByteArrayInputStream(content), index)) {
      for (Optional<Stanza> stanza = reader.read(); stanza.isPresent(); stanza = reader.read()) {
        if (index.endsWith("Packages")) {
          binary(index, stanza.get(), prefix);
        } else {
          source(index, stanza.get(), prefix);
        }
      }
    }
  }

  private void binary(String index, Stanza stanza, Path prefix) throws IOException {
    poolFile(
        index, prefix.resolve(stanza.text("Filename")), stanza.text("Size"), stanza.text("SHA256"));
  }

  private void source(String index, Stanza stanza, Path prefix) throws IOException {
    for (String line : stanza.text("Checksums-Sha256").strip().split("\n", -1)) {
      String[] words = line.strip().split("\\s+", -1);
      poolFile(
          index, prefix.resolve(stanza.text("Directory")).resolve(words[2]), words[1], words[0]);
    }
  }

  private void poolFile(String index, Path file, String size, String sha256) throws IOException {
    if (!file.normalize().startsWith(root.normalize())) {
      problems.add("%s names a file outside of the archive: %s".formatted(index, file));
      return;
    }
    try {
      byte[] content = Files.readAllBytes(file);
      if (!Long.toString(content.length).equals(size)
          || !ChecksumCalculator.of(content).sha256().hex().equals(sha256)) {
        problems.add("%s is not what %s says".formatted(root.relativize(file), index));
      }
    } catch (NoSuchFileException _) {
      problems.add("%s, which %s names, is missing".formatted(root.relativize(file), index));
    }
  }
}
