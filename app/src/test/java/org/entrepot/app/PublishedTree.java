package org.entrepot.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.entrepot.format.checksum.ChecksumCalculator;

/// Reads published archives as a client would, with nothing of the program but its digests.
public final class PublishedTree {
  private PublishedTree() {}

  /// Checks that every file that a Release file lists is there, by its name and by its digest, and
  /// that every package file is what Packages says.
  ///
  /// @return by publication (`./stable`) the names of its binary packages
  public static SortedMap<String, SortedSet<String>> check(Path published) throws IOException {
    var found = new TreeMap<String, SortedSet<String>>();
    if (!Files.exists(published)) {
      return found;
    }
    List<Path> releases;
    try (Stream<Path> files = Files.walk(published)) {
      releases = files.filter(file -> file.endsWith("Release")).sorted().toList();
    }
    for (Path release : releases) {
      Path distribution = Objects.requireNonNull(release.getParent());
      Path dists = Objects.requireNonNull(distribution.getParent());
      if (dists.endsWith("dists")) {
        Path prefix = Objects.requireNonNull(dists.getParent());
        String name = prefix.equals(published) ? "." : published.relativize(prefix).toString();
        found.put(name + "/" + distribution.getFileName(), packages(distribution, prefix));
      }
    }
    return found;
  }

  private static SortedSet<String> packages(Path distribution, Path prefix) throws IOException {
    var names = new TreeSet<String>();
    String release = Files.readString(distribution.resolve("Release"));
    String list = release.substring(release.indexOf("\nSHA256:\n") + 9);
    List<String> lines = list.lines().takeWhile(line -> line.startsWith(" ")).toList();
    for (String line : lines) {
      String[] words = line.strip().split(" +", -1);
      Path file = distribution.resolve(words[2]);
      // as Debian's own archive: the index that is served compressed only is listed all the same
      boolean onlyListed =
          words[2].contains("Contents-")
              && !words[2].endsWith(".gz")
              && release.contains(" " + words[2] + ".gz\n");
      if (onlyListed && !Files.exists(file)) {
        continue;
      }
      require(file, words[0], Long.parseLong(words[1]));
      require(
          file.resolveSibling("by-hash/SHA256").resolve(words[0]),
          words[0],
          Long.parseLong(words[1]));
      if (file.endsWith("Packages")) {
        for (String stanza :
            Files.readString(file, StandardCharsets.UTF_8).strip().split("\n\n", -1)) {
          if (!stanza.isEmpty()) {
            require(
                prefix.resolve(field(stanza, "Filename")),
                field(stanza, "SHA256"),
                Long.parseLong(field(stanza, "Size")));
            names.add(
                field(stanza, "Package")
                    + "_"
                    + field(stanza, "Version")
                    + "_"
                    + field(stanza, "Architecture"));
          }
        }
      }
    }
    return names;
  }

  private static String field(String stanza, String name) {
    return stanza
        .lines()
        .filter(line -> line.startsWith(name + ": "))
        .map(line -> line.substring(name.length() + 2))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no field " + name + " in:\n" + stanza));
  }

  private static void require(Path file, String sha256, long size) throws IOException {
    if (!Files.exists(file)) {
      throw new AssertionError(file + " is listed but missing");
    }
    if (Files.size(file) != size || !ChecksumCalculator.of(file).sha256().hex().equals(sha256)) {
      throw new AssertionError(file + " is not what the index says");
    }
  }
}
