package org.entrepot.format.changes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.entrepot.format.FormatException;
import org.entrepot.format.checksum.ChecksumCalculator;
import org.entrepot.testkit.ChangesBuilder;
import org.entrepot.testkit.DebBuilder;
import org.entrepot.testkit.DscBuilder;
import org.junit.jupiter.api.Test;

final class ChangesFileTest {
  @Test
  void anUploadIsRead() throws Exception {
    var built =
        ChangesBuilder.of("app", "1.0-1+b1", "unstable")
            .field("Source", "app (1.0-1)")
            .field("Binary", "app app-doc\n app-dev")
            .field("Architecture", "source amd64 all")
            .deb(DebBuilder.of("app", "1.0-1+b1", "amd64"))
            .source(DscBuilder.withDiff("app", "1.0-1"))
            .build();

    ChangesFile changes =
        ChangesFile.read(new ByteArrayInputStream(built.mainBytes()), built.main());

    assertThat(changes.sourceName()).isEqualTo("app");
    assertThat(changes.sourceVersion()).isEqualTo("1.0-1");
    assertThat(changes.binaryNames()).containsExactly("app", "app-doc", "app-dev");
    assertThat(changes.architectures()).containsExactly("source", "amd64", "all");
    assertThat(changes.distributions()).containsExactly("unstable");
    assertThat(changes.files().keySet()).containsExactlyElementsOf(built.names().subList(0, 4));
    for (var file : changes.files().entrySet()) {
      assertThat(
              file.getValue()
                  .matches(
                      ChecksumCalculator.of(new ByteArrayInputStream(built.bytes(file.getKey())))))
          .isTrue();
      assertThat(file.getValue().complete()).isPresent();
    }
  }

  @Test
  void sourceVersionIsTheVersionUnlessTold() throws Exception {
    byte[] bytes =
        ChangesBuilder.of("app", "2:1.0", "unstable")
            .without("Binary")
            .file("a.buildinfo", new byte[0], "misc", "optional")
            .build()
            .mainBytes();

    ChangesFile changes = ChangesFile.parse(bytes, "x");

    assertThat(changes.sourceVersion()).isEqualTo("2:1.0");
    assertThat(changes.binaryNames()).isEmpty();
  }

  @Test
  void anUploadOfNothingOrOfAForeignPathIsRefused() {
    byte[] nothing = ChangesBuilder.of("app", "1.0", "unstable").build().mainBytes();
    byte[] foreign =
        ChangesBuilder.of("app", "1.0", "unstable")
            .file("a", new byte[1], "x", "y")
            .listAs("a", "../a")
            .build()
            .mainBytes();

    assertThatExceptionOfType(FormatException.class)
        .isThrownBy(() -> ChangesFile.parse(nothing, "x"))
        .withMessageContaining("lists no files");
    assertThatExceptionOfType(FormatException.class)
        .isThrownBy(() -> ChangesFile.parse(foreign, "x"))
        .withMessageContaining("plain file name");
  }

  @Test
  void aBuildRecordIsRead() throws Exception {
    byte[] bytes =
        "Format: 1.0\nSource: app\nBinary: app app-doc\nVersion: 1.0\nChecksums-Sha1:\n da39a3ee5e6b4b0d3255bfef95601890afd80709 0 app_1.0_amd64.deb\nEnvironment:\n LANG=\"C\"\n"
            .getBytes(StandardCharsets.UTF_8);

    BuildinfoFile buildinfo = BuildinfoFile.read(new ByteArrayInputStream(bytes), "x");

    assertThat(buildinfo.sourceName()).isEqualTo("app");
    assertThat(buildinfo.binaryNames()).containsExactly("app", "app-doc");
    assertThat(buildinfo.files().keySet()).containsExactly("app_1.0_amd64.deb");
  }
}
