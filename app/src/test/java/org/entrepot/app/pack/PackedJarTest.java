package org.entrepot.app.pack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PackedJarTest {
  private static final FileTime TIME = FileTime.fromMillis(1_700_000_000_000L);

  @TempDir private Path directory;

  @Test
  void aJarInWhichNothingIsToBeChangedStaysAsItIs() throws IOException {
    byte[] jar = jar(Map.of("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\r\n\r\n", "a/B", "b"));
    assertThat(PackedJar.of(jar, TIME)).isSameAs(jar);
  }

  @Test
  void signaturesAndTheDigestsOfEntriesAreTakenOut() throws IOException {
    byte[] jar =
        jar(
            Map.of(
                "META-INF/MANIFEST.MF",
                "Manifest-Version: 1.0\r\n\r\nName: a/B\r\nSHA-256-Digest: x\r\n\r\n",
                "META-INF/BC.SF",
                "signature",
                "META-INF/BC.RSA",
                "signature",
                "a/B",
                "b"));
    assertThat(packed(jar))
        .isEqualTo(Map.of("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\r\n\r\n", "a/B", "b"));
  }

  @Test
  void theNewestVersionThatRunsEverywhereTakesThePlaceOfTheOthers() throws IOException {
    byte[] jar =
        jar(
            Map.of(
                "META-INF/MANIFEST.MF",
                "Manifest-Version: 1.0\r\nMulti-Release: true\r\nX: y\r\n\r\n",
                "a/B",
                "for 8",
                "a/C",
                "for 8",
                "META-INF/versions/9/a/B",
                "for 9",
                "META-INF/versions/11/a/B",
                "for 11",
                "META-INF/versions/26/a/B",
                "for 26",
                "META-INF/versions/9/a/D",
                "for 9"));
    assertThat(packed(jar))
        .isEqualTo(
            Map.of(
                "META-INF/MANIFEST.MF",
                "Manifest-Version: 1.0\r\nX: y\r\n\r\n",
                "a/B",
                "for 11",
                "a/C",
                "for 8",
                "a/D",
                "for 9"));
  }

  @Test
  void versionsMeanNothingInAJarThatDoesNotSayIt() throws IOException {
    byte[] jar = jar(Map.of("a/B", "for 8", "META-INF/versions/9/a/B", "for 9"));
    assertThat(PackedJar.of(jar, TIME)).isSameAs(jar);
  }

  private byte[] jar(Map<String, String> entries) throws IOException {
    return Files.readAllBytes(Jars.write(directory.resolve("x.jar"), entries));
  }

  private static Map<String, String> packed(byte[] jar) throws IOException {
    byte[] packed = PackedJar.of(jar, TIME);
    assertThat(PackedJar.of(jar, TIME)).isEqualTo(packed);
    var entries = new TreeMap<String, String>();
    try (var in = new ZipInputStream(new ByteArrayInputStream(packed))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        entries.put(entry.getName(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
        assertThat(entry.getLastModifiedTime()).isEqualTo(TIME);
      }
    }
    return entries;
  }
}
