package org.entrepot.format.checksum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalLong;
import org.entrepot.format.Seed;
import org.entrepot.testkit.Tool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChecksumsTest {
  private static final Checksums EMPTY = ChecksumCalculator.of(new byte[0]);

  @Test
  void computesTheKnownDigestsOfNothing() {
    assertThat(EMPTY.sizeBytes()).isZero();
    assertThat(EMPTY.md5()).hasToString("d41d8cd98f00b204e9800998ecf8427e");
    assertThat(EMPTY.sha1()).hasToString("da39a3ee5e6b4b0d3255bfef95601890afd80709");
    assertThat(EMPTY.sha256())
        .hasToString("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assertThat(EMPTY.sha512().hex())
        .startsWith("cf83e1357eefb8bdf1542850d66d8007")
        .endsWith("f927da3e");
  }

  @Test
  void agreesWithCoreutilsHoweverTheBytesArrive(@TempDir Path directory) throws Exception {
    var random = Seed.random("ChecksumsTest");
    var bytes = new byte[300_000 + random.nextInt(1_000)];
    random.nextBytes(bytes);
    var file = Files.write(directory.resolve("file"), bytes);
    var ofFile = ChecksumCalculator.of(file);
    for (var algorithm : DigestAlgorithm.values()) {
      var tool = algorithm.name().toLowerCase(Locale.ROOT) + "sum";
      assertThat(Tool.of(tool).text(file)).startsWith(ofFile.digest(algorithm).hex() + " ");
      assertThat(ofFile.digest(algorithm).algorithm()).isEqualTo(algorithm);
    }
    assertThat(ofFile.sizeBytes()).isEqualTo(bytes.length);
    assertThat(ChecksumCalculator.of(new ByteArrayInputStream(bytes))).isEqualTo(ofFile);
    assertThat(ChecksumCalculator.of(bytes)).isEqualTo(ofFile);
    var calculator = new ChecksumCalculator();
    for (int at = 0; at < bytes.length; ) {
      int count = Math.min(random.nextInt(100_000), bytes.length - at);
      calculator.update(bytes, at, count);
      at += count;
      assertThat(calculator.sizeBytes()).isEqualTo(at);
    }
    assertThat(calculator.finish()).isEqualTo(ofFile);
  }

  @Test
  void digestsComeFromTextOfEitherCaseAndFromBytes() {
    for (var algorithm : DigestAlgorithm.values()) {
      var digest = EMPTY.digest(algorithm);
      var shouted = digest.hex().toUpperCase(Locale.ROOT);
      var read =
          switch (algorithm) {
            case MD5 -> Md5.parse(shouted);
            case SHA1 -> Sha1.parse(shouted);
            case SHA256 -> Sha256.parse(shouted);
            case SHA512 -> Sha512.parse(shouted);
          };
      var ofBytes =
          switch (algorithm) {
            case MD5 -> Md5.of(digest.bytes());
            case SHA1 -> Sha1.of(digest.bytes());
            case SHA256 -> Sha256.of(digest.bytes());
            case SHA512 -> Sha512.of(digest.bytes());
          };
      assertThat(read).isEqualTo(digest).hasSameHashCodeAs(digest).hasToString(digest.hex());
      assertThat(ofBytes).isEqualTo(digest);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "d41d8cd98f00b204e9800998ecf8427",
        "d41d8cd98f00b204e9800998ecf8427ee",
        "g41d8cd98f00b204e9800998ecf8427e",
        " 41d8cd98f00b204e9800998ecf8427e",
        "+41d8cd98f00b204e9800998ecf8427e",
        "١41d8cd98f00b204e9800998ecf8427e",
      })
  void refusesTextThatIsNoDigest(String text) {
    assertThatThrownBy(() -> Md5.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not a MD5 digest of 32 hexadecimal digits");
  }

  @Test
  void refusesBytesOfAnotherLength() {
    assertThatThrownBy(() -> Sha256.of(new byte[20]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("SHA-256 takes 32 bytes, not 20");
  }

  @Test
  void namesEveryDeclaredPartThatIsNotTrue() {
    var actual = ChecksumCalculator.of("x".getBytes(StandardCharsets.UTF_8));
    assertThat(DeclaredChecksums.of(EMPTY).mismatches(actual))
        .hasSize(5)
        .contains("size is 1 bytes, declared 0")
        .anySatisfy(text ->
            assertThat(text)
                .isEqualTo(
                    "MD5 is 9dd4e461268c8034f5c8564e155c67a6, declared"
                        + " d41d8cd98f00b204e9800998ecf8427e"));
    assertThat(DeclaredChecksums.of(actual).matches(actual)).isTrue();
    assertThat(DeclaredChecksums.NONE.matches(actual)).isTrue();
    assertThat(DeclaredChecksums.NONE.with(EMPTY.sha512()).mismatches(actual)).hasSize(1);
  }

  @Test
  void isCompleteWhenNothingIsMissing() {
    var declared = DeclaredChecksums.NONE.withSize(0);
    assertThat(declared.hasStrongDigest()).isFalse();
    for (var algorithm : DigestAlgorithm.values()) {
      assertThat(declared.complete()).isEmpty();
      declared = declared.with(EMPTY.digest(algorithm));
    }
    assertThat(declared.complete()).hasValue(EMPTY);
    assertThat(declared).isEqualTo(DeclaredChecksums.of(EMPTY));
    assertThat(declared.hasStrongDigest()).isTrue();
  }

  @Test
  void refusesANegativeSize() {
    assertThatThrownBy(() -> DeclaredChecksums.NONE.withSize(-1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> new Checksums(-1, EMPTY.md5(), EMPTY.sha1(), EMPTY.sha256(), EMPTY.sha512()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(DeclaredChecksums.NONE.sizeBytes()).isEqualTo(OptionalLong.empty());
  }
}
