package org.entrepot.openpgp.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.entrepot.openpgp.TestKeys;
import org.entrepot.testkit.Tool;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A process cannot change its own umask from Java, so another one makes the key.
class UmaskTest {
  @ParameterizedTest
  @ValueSource(strings = {"0000", "0777"})
  void keysArePrivateWhateverTheUmask(String umask, @TempDir Path directory) throws IOException {
    Tool.of("sh")
        .run(
            "-c",
            "umask \"$1\"; shift; exec \"$@\"",
            "sh",
            umask,
            Path.of(System.getProperty("java.home"), "bin", "java"),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Maker.class.getName(),
            directory)
        .requireSuccess();

    Path folder = directory.resolve("keys");
    assertThat(permissions(folder)).isEqualTo("rwx------");
    try (var files = Files.list(folder)) {
      assertThat(files.toList())
          .hasSize(1)
          .allSatisfy(file -> assertThat(permissions(file)).isEqualTo("rw-------"));
    }
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  /// What the other process does.
  public static final class Maker {
    private Maker() {}

    /// Makes a key below the directory given.
    public static void main(String[] arguments) {
      TestKeys.in(Path.of(arguments[0])).make(KeyAlgorithm.ED25519, "Alice <alice@example.org>");
    }
  }
}
