package org.entrepot.storage.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.entrepot.format.checksum.ChecksumCalculator;
import org.entrepot.format.checksum.Sha256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PoolPathTest {
  private static final Sha256 DIGEST =
      Sha256.parse("c76b4bd12fd92e4dfe1b55b18a67a669d92f62985d6a96c8a21d96120982cf12");

  @Test
  void theLayoutIsThatOfTheSpecification() {
    var path = PoolPath.of(DIGEST, "libboost-program-options-dev_1.49.0.1_i386.deb");
    assertThat(path)
        .hasToString(
            "c7/6b/4bd12fd92e4dfe1b55b18a67a669_libboost-program-options-dev_1.49.0.1_i386.deb");
    assertThat(path.fileName()).isEqualTo("libboost-program-options-dev_1.49.0.1_i386.deb");
    assertThat(PoolPath.parse(path.toString())).isEqualTo(path);
    assertThat(path.fits(DIGEST)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "c7/6b/x",
        "C7/6b/4bd12fd92e4dfe1b55b18a67a669_a",
        "c7/6b/4bd12fd92e4dfe1b55b18a67a669_",
        "c7/6b/4bd12fd92e4dfe1b55b18a67a66_a",
        "c7/6b/4bd12fd92e4dfe1b55b18a67a669_a/b",
        "c7/6b/4bd12fd92e4dfe1b55b18a67a669_..",
        "c7/6b/4bd12fd92e4dfe1b55b18a67a669_a\n",
        "/c7/6b/4bd12fd92e4dfe1b55b18a67a669_a",
        "../c7/6b/4bd12fd92e4dfe1b55b18a67a669_a"
      })
  void anyOtherTextIsRefused(String text) {
    assertThat(PoolPath.find(text)).isEmpty();
    assertThatThrownBy(() -> PoolPath.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aPoolFileNeedsThePathOfItsDigest() {
    var checksums = ChecksumCalculator.of(new byte[] {1});
    var foreign = PoolPath.of(DIGEST, "a");
    assertThatThrownBy(() -> new PoolFile(foreign, checksums))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(PoolFile.of(checksums, "a").path().fits(checksums.sha256())).isTrue();
  }

  @Test
  void resultsAreDescribedInOneLine() {
    var path = PoolPath.of(DIGEST, "a");
    assertThat(PutResult.describe(new PutResult.Stored(path))).isEqualTo("stored " + path);
    assertThat(PutResult.describe(new PutResult.AlreadyPresent(path))).isEqualTo("kept " + path);
    assertThat(PutResult.describe(new PutResult.Repaired(path, 3))).contains("damaged", "3 bytes");
  }
}
