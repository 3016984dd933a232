package org.entrepot.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class BuilderOracleTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @EnumSource(Packing.class)
  void dpkgDebReadsWhatDebBuilderMakes(Packing packing) {
    String deep = "./usr/share/" + "deep/".repeat(40) + "file";
    Path deb =
        DebBuilder.of("app", "1:2.0-1", "amd64")
            .field("Section", "utils")
            .controlFile("./postinst", "#!/bin/sh\n")
            // dpkg-deb itself cannot read a bzip2 or lzma control member
            .controlPacking(
                packing == Packing.BZIP2 || packing == Packing.LZMA ? Packing.XZ : packing)
            .dataPacking(packing)
            .directory("./usr/")
            .file("./usr/bin/app", "x")
            .symlink("./usr/bin/link", "app")
            .file(deep, "y")
            .writeTo(directory);

    assertThat(deb).hasFileName("app_2.0-1_amd64.deb");
    Tool dpkgDeb = Tool.of("dpkg-deb");
    assertThat(dpkgDeb.text("-f", deb, "Section")).isEqualTo("utils\n");
    assertThat(dpkgDeb.text("-c", deb)).contains("./usr/bin/app", "./usr/bin/link -> app", deep);
    assertThat(dpkgDeb.text("--info", deb)).contains("postinst");
  }

  @Test
  void dpkgSourceUnpacksBothFormats() throws IOException {
    for (DscBuilder dsc :
        new DscBuilder[] {
          DscBuilder.nativePackage("app", "1.0"), DscBuilder.withDiff("lib", "2:1.0-3")
        }) {
      Path path = dsc.build().writeTo(directory);
      Path out = directory.resolve(path.getFileName() + ".out");

      Tool.of("dpkg-source").in(directory).text("--no-check", "-x", path, out);

      assertThat(Files.readString(out.resolve("debian/changelog"))).contains("Made for a test.");
    }
  }

  @Test
  void changesListsWhatItCarries() {
    DebBuilder deb = DebBuilder.of("app", "1.0", "amd64");
    BuiltFiles upload =
        ChangesBuilder.of("app", "1.0", "unstable")
            .deb(deb)
            .source(DscBuilder.nativePackage("app", "1.0"))
            .build();

    assertThat(upload.names())
        .containsExactly(
            "app_1.0_amd64.deb", "app_1.0.tar.xz", "app_1.0.dsc", "app_1.0_amd64.changes");
    assertThat(new String(upload.mainBytes(), StandardCharsets.UTF_8))
        .contains(
            "\n "
                + HexDigest.sha256(deb.toBytes())
                + " "
                + deb.toBytes().length
                + " app_1.0_amd64.deb\n");
  }

  @Test
  void theSameCallsGiveTheSameBytes() {
    for (Packing packing : Packing.values()) {
      assertThat(DebBuilder.of("a", "1", "all").packing(packing).toBytes())
          .isEqualTo(DebBuilder.of("a", "1", "all").packing(packing).toBytes());
    }
  }

  @Test
  void aMissingToolSaysWhatToInstall() {
    assertThatThrownBy(() -> Tool.of("no-such-program-here").run())
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("apt-get install");
  }

  @Test
  void aToolReadsItsInputAndIsStoppedInTime() {
    assertThat(Tool.of("cat").reading("hello".getBytes(StandardCharsets.UTF_8)).text())
        .isEqualTo("hello");
    assertThat(Tool.of("sh").run("-c", "echo no >&2; exit 3").exitCode()).isEqualTo(3);
    assertThatThrownBy(() -> Tool.of("sleep").within(Duration.ofMillis(200)).run("60"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("longer");
  }
}
