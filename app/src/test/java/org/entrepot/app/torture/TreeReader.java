package org.entrepot.app.torture;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.entrepot.format.checksum.ChecksumCalculator;

/// A reader of published archives who looks all the time: whatever a Release file names is there
/// and matches, as long as the Release file is there (P5).
final class TreeReader implements Runnable {
  private final World world;
  private final Path root;

  TreeReader(World world, Path root) {
    this.world = world;
    this.root = root;
  }

  @Override
  public void run() {
    for (int i = 0; !world.isStopped(); i++) {
      String repository = World.REPOSITORIES.get(i % World.REPOSITORIES.size());
      try {
        read(repository);
        Thread.sleep(20); // leaves the processor to those who change something
      } catch (IOException e) {
        world.violation("reader of " + repository + ": " + e);
      } catch (InterruptedException _) {
        return;
      }
    }
  }

  private void read(String repository) throws IOException {
    Path distribution = root.resolve("dists/d-" + repository);
    long begin = System.nanoTime();
    String release = Files.readString(distribution.resolve("Release"));
    try {
      List<String> names = packages(distribution, release);
      world.members(repository).readPublished(names, new Span(begin, System.nanoTime()), "reader");
      world.count("trees read");
    } catch (NoSuchFileException | Mismatch e) {
      // Whoever reads for so long that the kept generations have gone reads the new Release file.
      if (release.equals(Files.readString(distribution.resolve("Release")))) {
        world.violation("the archive of %s is not whole: %s".formatted(repository, e));
      }
    }
  }

  private static final class Mismatch extends IOException {
    private static final long serialVersionUID = 1;

    Mismatch(String message) {
      super(message);
    }
  }

  private List<String> packages(Path distribution, String release) throws IOException {
    var names = new ArrayList<String>();
    String list = release.substring(release.indexOf("\nSHA256:\n") + 9);
    for (String line : list.lines().takeWhile(text -> text.startsWith(" ")).toList()) {
      String[] words = line.strip().split(" +", -1);
      if (!words[2].endsWith("/Packages") && !words[2].endsWith("/Packages.gz")) {
        continue;
      }
      Path file = distribution.resolve(words[2]).resolveSibling("by-hash/SHA256").resolve(words[0]);
      require(file, words[0], Long.parseLong(words[1]));
      if (words[2].endsWith("/Packages")) {
        for (String stanza :
            Files.readString(file, StandardCharsets.UTF_8).strip().split("\n\n", -1)) {
          if (!stanza.isEmpty()) {
            names.add(field(stanza, "Package"));
            long size = Files.size(root.resolve(field(stanza, "Filename")));
            if (size != Long.parseLong(field(stanza, "Size"))) {
              throw new Mismatch(field(stanza, "Filename") + " has another size");
            }
          }
        }
      }
    }
    return names;
  }

  private static void require(Path file, String sha256, long size) throws IOException {
    if (Files.size(file) != size || !ChecksumCalculator.of(file).sha256().hex().equals(sha256)) {
      throw new Mismatch(file + " is not what the Release file says");
    }
  }

  private static String field(String stanza, String name) {
    return stanza
        .lines()
        .filter(line -> line.startsWith(name + ": "))
        .map(line -> line.substring(name.length() + 2))
        .findFirst()
        .orElseThrow();
  }
}
