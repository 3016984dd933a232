package org.entrepot.app.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DistributionTest {
  @TempDir private Path directory;

  @Test
  void copiesJarsInTheOrderOfTheirNames() throws IOException {
    write("z.jar:" + jar("b.jar", "1") + ":" + jar("a.jar", "1"));

    assertThat(read("classpath")).isEqualTo("lib/a.jar:lib/b.jar:lib/own.jar:lib/z.jar\n");
    assertThat(read("jars.sha256")).matches("[0-9a-f]{64}\n");
    assertThat(read("launch.sh"))
        .contains("entrepot_jars=" + read("jars.sha256"))
        .contains("\"$dist/lib/a.jar:$dist/lib/b.jar:$dist/lib/own.jar:$dist/lib/z.jar\"");
    assertThat(dist().resolve("lib/a.jar")).hasSameBinaryContentAs(directory.resolve("in/a.jar"));
  }

  @Test
  void changesTheDigestExactlyWhenAJarChanges() throws IOException {
    write("z.jar:" + jar("a.jar", "1"));
    String before = read("jars.sha256");
    Object time = Files.getLastModifiedTime(dist().resolve("lib/a.jar"));

    write(jar("a.jar", "1") + ":z.jar");
    assertThat(read("jars.sha256")).isEqualTo(before);
    assertThat(Files.getLastModifiedTime(dist().resolve("lib/a.jar"))).isEqualTo(time);

    write("z.jar:" + jar("a.jar", "2"));
    assertThat(read("jars.sha256")).isNotEqualTo(before);
    assertThat(Files.getLastModifiedTime(dist().resolve("lib/a.jar"))).isEqualTo(time);
  }

  @Test
  void removesJarsThatAreNoLongerUsed() throws IOException {
    write("z.jar:" + jar("a.jar", "1"));
    write("z.jar");

    assertThat(dist().resolve("lib/a.jar")).doesNotExist();
    assertThat(read("classpath")).isEqualTo("lib/own.jar:lib/z.jar\n");
  }

  @Test
  void unpacksTheNativeLibrariesOfThisMachine() throws IOException {
    String machine = System.getProperty("os.arch");
    String sqliteMachine = machine.equals("amd64") ? "x86_64" : machine;
    Path jar =
        Jars.write(
            directory.resolve("in/native.jar"),
            Map.of(
                "linux/other/libzstd-jni-1.so",
                "wrong",
                "linux/" + machine + "/libzstd-jni-1.so",
                "zstd",
                "org/sqlite/native/Linux/" + sqliteMachine + "/libsqlitejdbc.so",
                "sqlite",
                "org/sqlite/native/Linux-Musl/" + sqliteMachine + "/libsqlitejdbc.so",
                "wrong"));
    write(jar.toString());

    assertThat(read("native/libzstd-jni.so")).isEqualTo("zstd");
    assertThat(read("native/libsqlitejdbc.so")).isEqualTo("sqlite");
  }

  @Test
  void refusesWhatTheLauncherCouldNotStart() throws IOException {
    Path a = jar("a.jar", "1");
    Path other = Jars.write(directory.resolve("other/a.jar"), Map.of("x", "2"));
    Path odd = jar("$(x).jar", "1");
    Path one = Files.createDirectories(directory.resolve("one"));
    Path two = Files.createDirectories(directory.resolve("two"));

    assertThatThrownBy(() -> write(a + ":" + other)).hasMessageContaining("the same name");
    assertThatThrownBy(() -> write(odd.toString())).hasMessageContaining("$(x).jar");
    assertThatThrownBy(() -> write(one + ":" + two)).hasMessageContaining("phase package");
  }

  private Path dist() {
    return directory.resolve("dist");
  }

  private String read(String name) throws IOException {
    return Files.readString(dist().resolve(name));
  }

  private Path jar(String name, String text) throws IOException {
    return Jars.write(directory.resolve("in").resolve(name), Map.of("x", text));
  }

  /// `z.jar` in the class path stands for one that always is there.
  private void write(String classPath) throws IOException {
    Path own = jar("own.jar", "own");
    Path z = jar("z.jar", "z");
    String complete = (":" + classPath).replace(":z.jar", ":" + z).substring(1);
    Distribution.of(dist(), own, complete + ":" + own).write();
  }
}
