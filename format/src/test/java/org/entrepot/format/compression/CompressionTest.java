package org.entrepot.format.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.entrepot.testkit.Tool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

final class CompressionTest {
  @Test
  void aNameTellsItsCompression() {
    assertThat(Compression.ofFileName("Packages")).isEqualTo(Compression.NONE);
    assertThat(Compression.ofFileName("Packages.xz")).isEqualTo(Compression.XZ);
    assertThat(Compression.ofFileName("data.tar.lzma")).isEqualTo(Compression.LZMA);
    assertThat(Compression.byExtension(".zst")).contains(Compression.ZSTD);
    assertThat(Compression.byExtension("")).contains(Compression.NONE);
    assertThat(Compression.byExtension(".zip")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
  void aStreamThatEndsEarlyIsAnError(Compression compression) throws IOException {
    byte[] whole = CompressionOracleTest.compress(compression, CompressionOracleTest.text(5000));
    for (int length = 1; length < whole.length - 1; length += 37) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatIOException()
          .as("cut after %d of %d", length, whole.length)
          .isThrownBy(() -> CompressionOracleTest.decompress(compression, cut));
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
  void damageGivesOnlyIoExceptions(Compression compression) throws IOException {
    byte[] whole = CompressionOracleTest.compress(compression, CompressionOracleTest.text(3000));
    long seed = Long.getLong("entrepot.seed", 20261123L);
    System.out.println("seed " + seed);
    var random = new Random(seed);
    for (int round = 0; round < 400; round++) {
      byte[] damaged = whole.clone();
      for (int i = random.nextInt(1, 6); i > 0; i--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      try (InputStream in = compression.decompress(new ByteArrayInputStream(damaged))) {
        in.readNBytes(1 << 20);
      } catch (IOException e) {
        assertThat(e).isNotNull();
      }
    }
  }

  @Test
  void absurdDictionariesAreRefusedBeforeTheMemoryIsTaken() {
    byte[] text = CompressionOracleTest.text(1000);
    byte[] xz =
        Tool.of("xz").reading(text).run("--lzma2=dict=1GiB,lc=0", "-c").requireSuccess().stdout();
    byte[] lzma = HexFormat.of().parseHex("5d000000f0ffffffffffffffff00000000000000");
    byte[] zstd =
        Tool.of("zstd")
            .reading(text)
            .run("--long=31", "--no-content-size", "-c")
            .requireSuccess()
            .stdout();

    assertThatIOException().isThrownBy(() -> CompressionOracleTest.decompress(Compression.XZ, xz));
    assertThatIOException()
        .isThrownBy(() -> CompressionOracleTest.decompress(Compression.LZMA, lzma));
    assertThatIOException()
        .isThrownBy(() -> CompressionOracleTest.decompress(Compression.ZSTD, zstd));
  }
}
