package org.entrepot.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.entrepot.format.checksum.ChecksumCalculator;
import org.entrepot.testkit.FlakyServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An update that is killed goes on where it was.
class MirrorCrashTest {
  private static final int PACKAGE_BYTES = 20_000;

  @TempDir Path home;

  @Test
  void threeKillsCostLittle() throws Exception {
    killed(3, 150, 200);
  }

  @Test
  @Tag("slow")
  void fiftyKillsCostLittle() throws Exception {
    killed(50, 3000, 1000);
  }

  /// `speed` in KiB per second, so that there is something left to kill.
  private void killed(int kills, int packages, int speed) throws Exception {
    long seed = Long.getLong("entrepot.seed", 20_261_125L);
    var random = new Random(seed);
    var program = new Program(home);
    var upstream = new Upstream(home.resolve("up"));
    Path folder = Files.createDirectories(home.resolve("debs"));
    for (int i = 0; i < packages; i++) {
      upstream.deb(folder, "p" + i, "1", PACKAGE_BYTES);
    }
    Path base = upstream.ftparchive("ft", folder, Upstream.Signed.INLINE);
    upstream.stop();
    long archiveBytes = sizeOf(base.resolve("pool"));
    try (var server = FlakyServer.serving(base)) {
      program.ok("mirror", "create", "-keyring=" + upstream.keyring(), "m", server.url(), "stable");
      int amid = 0;
      for (int i = 0; i < kills; i++) {
        long sent = server.sentBytes();
        Process update = start("-download-limit=" + speed);
        while (server.sentBytes() < sent + 5000 && update.isAlive()) {
          Thread.onSpinWait();
        }
        boolean ended = update.waitFor(random.nextInt(1200), TimeUnit.MILLISECONDS);
        update.destroyForcibly().waitFor();
        amid += ended ? 0 : 1;
      }
      program.ok("mirror", "update", "m");
      double ratio = (double) server.sentBytes() / archiveBytes;
      System.out.printf(
          "seed %d: %d updates killed, %d of them amid work; %d bytes sent for an archive of %d:"
              + " %.3f%n",
          seed, kills, amid, server.sentBytes(), archiveBytes, ratio);
      assertThat(amid).as("seed %d", seed).isPositive();
      assertThat(ratio).as("seed %d", seed).isLessThan(kills > 10 ? 1.1 : 1.5);
      assertThat(program.ok("mirror", "update", "m")).contains("nothing has changed");
    }
    assertThat(program.ok("mirror", "search", "m").lines()).hasSize(packages);
    assertThat(poolFiles()).hasSize(packages).allSatisfy(MirrorCrashTest::isWhole);
    try (var left = Files.walk(home.resolve("root/mirrors"))) {
      assertThat(left.filter(it -> it.toString().contains("/files/"))).isEmpty();
    }
  }

  private Process start(String flag) throws IOException {
    var builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin/java").toString(),
            "-Xmx200m",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            "org.entrepot.app.Main",
            "mirror",
            "update",
            flag,
            "m");
    builder.environment().put("HOME", home.toString());
    builder.redirectErrorStream(true).redirectOutput(home.resolve("update.log").toFile());
    return builder.start();
  }

  private static long sizeOf(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).mapToLong(it -> it.toFile().length()).sum();
    }
  }

  private List<Path> poolFiles() throws IOException {
    Path pool = home.resolve("root/pool");
    try (Stream<Path> files = Files.walk(pool)) {
      return files
          .filter(Files::isRegularFile)
          .filter(it -> it.toString().endsWith(".deb"))
          .filter(it -> pool.relativize(it).getNameCount() == 3)
          .toList();
    }
  }

  /// The path tells the first half of the digest.
  private static void isWhole(Path file) {
    try {
      String hex = ChecksumCalculator.of(file).sha256().hex();
      assertThat(file.toString())
          .contains(hex.substring(0, 2) + "/" + hex.substring(2, 4) + "/" + hex.substring(4, 32));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
