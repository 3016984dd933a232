package org.entrepot.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.entrepot.testkit.DebBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `db verify` and `db recover`, as a shell sees them, on an archive that is really signed.
@Timeout(300)
@SuppressWarnings("NullAway.Init") // set before each test
class VerifyCommandTest {
  @TempDir Path home;
  private Program program;

  @BeforeEach
  void publish() throws IOException {
    program = new Program(home);
    program.ok("key", "generate", "Test <test@example.org>");
    Path directory = Files.createDirectories(home.resolve("debs"));
    DebBuilder.of("hello", "1", "amd64").file("usr/bin/hello", "hello").writeTo(directory);
    DebBuilder.of("udeb", "1", "amd64").writeTo(directory);
    program.ok("repo", "create", "-distribution=stable", "mine");
    program.ok("repo", "add", "mine", directory.toString());
    program.ok("publish", "repo", "mine");
  }

  private Path pooled(String name) throws IOException {
    try (Stream<Path> all = Files.walk(home.resolve("root/pool"))) {
      return all.filter(path -> path.getFileName().toString().endsWith(name))
          .findFirst()
          .orElseThrow();
    }
  }

  @Test
  void aSoundStoreIsSound() {
    assertThat(program.ok("db", "verify"))
        .startsWith("Checked 2 packages, 2 files of the pool (")
        .endsWith("Nothing is wrong.\n");
    assertThat(program.ok("db", "verify", "-quick", "-json"))
        .contains("\"Faults\": []", "\"Orphans\": []", "\"PoolFiles\": 2");
    assertThat(program.ok("db", "recover"))
        .isEqualTo("The catalog is sound, and nothing is left to settle.\n");
  }

  @Test
  void whatIsWrongIsToldMendedAndGone() throws IOException {
    Files.delete(program.published().resolve("dists/stable/main/binary-amd64/Packages.gz"));
    Files.delete(pooled("hello_1_amd64.deb"));
    Program.Result found = program.run("db", "verify");
    assertThat(found.exitCode()).isEqualTo(1);
    assertThat(found.err()).isEmpty();
    assertThat(found.out())
        .contains("hello_1_amd64.deb is missing\n")
        .contains(
            "[!] published file dists/stable/main/binary-amd64/Packages.gz of ./stable is"
                + " missing\n")
        .endsWith("2 things are wrong; entrepot db verify -repair mends what can be mended.\n");
    Program.Result json = program.run("db", "verify", "-json");
    assertThat(json.exitCode()).isEqualTo(1);
    assertThat(json.out()).contains("\"Kind\": \"pool_missing\"", "\"Publication\": \"./stable\"");
    assertThat(program.ok("db", "verify", "-repair"))
        .contains("[+] dists/stable/main/binary-amd64/Packages.gz: copied from")
        .endsWith("Nothing is wrong.\n");
    assertThat(pooled("hello_1_amd64.deb")).exists();
  }

  @Test
  void whatCannotBeMendedIsToldAgain() throws IOException {
    Files.delete(pooled("hello_1_amd64.deb"));
    Files.delete(program.published().resolve("pool/main/h/hello/hello_1_amd64.deb"));
    Program.Result result = program.run("db", "verify", "-repair");
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.out())
        .contains("its bytes are nowhere to be found: add the package again")
        .endsWith("2 things are wrong still.\n");
    program.ok("repo", "add", "mine", home.resolve("debs").toString());
    assertThat(program.ok("db", "verify", "-repair")).endsWith("Nothing is wrong.\n");
  }

  @Test
  void whatAMirrorLacksComesBackByAForcedUpdate() throws IOException {
    var other = new Program(Files.createDirectories(home.resolve("other")));
    other.ok(
        "mirror",
        "create",
        "-ignore-signatures",
        "-architectures=amd64",
        "m",
        program.published().toUri().toString(),
        "stable",
        "main");
    other.ok("mirror", "update", "-ignore-signatures", "m");
    assertThat(other.ok("db", "verify")).endsWith("Nothing is wrong.\n");
    try (Stream<Path> all = Files.walk(other.home().resolve("root/pool"))) {
      for (Path file : all.filter(it -> it.toString().endsWith("hello_1_amd64.deb")).toList()) {
        Files.delete(file);
      }
    }
    assertThat(other.run("db", "verify", "-repair").exitCode()).isEqualTo(1);
    other.ok("mirror", "update", "-ignore-signatures", "m");
    assertThat(other.run("db", "verify", "-quick").exitCode()).isEqualTo(1);
    other.ok("mirror", "update", "-ignore-signatures", "-force", "m");
    assertThat(other.ok("db", "verify")).endsWith("Nothing is wrong.\n");
  }

  @Test
  void aRepairThatIsKilledIsDoneByTheNext() throws Exception {
    var random = new Random(7);
    program.configure("\"publishLinkMethod\": \"copy\"");
    Path directory = Files.createDirectories(home.resolve("many"));
    for (int i = 0; i < 60; i++) {
      DebBuilder.of("many" + i, "1", "amd64")
          .file("usr/share/many" + i, "x".repeat(5000))
          .writeTo(directory);
    }
    program.ok("repo", "create", "-distribution=many", "many");
    program.ok("repo", "add", "many", directory.toString());
    program.ok("publish", "repo", "many", "copied");
    Path copied = program.published().resolve("copied");
    for (int round = 0; round < 4; round++) {
      for (int i = 0; i < 60; i++) {
        Path pooled = pooled("_many" + i + "_1_amd64.deb");
        Path published = copied.resolve("pool/main/m/many%d/many%d_1_amd64.deb".formatted(i, i));
        switch (random.nextInt(4)) {
          case 0 -> Files.delete(pooled);
          case 1 -> Files.writeString(pooled, "damaged");
          case 2 -> Files.delete(published);
          default -> Files.writeString(published, "damaged");
        }
      }
      Files.delete(copied.resolve("dists/many/InRelease"));
      Process repair = process("db", "verify", "-repair");
      int patience = 600 + random.nextInt(900);
      if (!repair.waitFor(patience, TimeUnit.MILLISECONDS)) {
        repair.destroyForcibly().waitFor();
      }
      assertThat(program.ok("db", "verify", "-repair")).endsWith("Nothing is wrong.\n");
    }
  }

  private Process process(String... words) throws IOException {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    command.addAll(List.of(words));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(home.resolve("killed.log").toFile());
    builder.environment().put("HOME", home.toString());
    return builder.start();
  }
}
