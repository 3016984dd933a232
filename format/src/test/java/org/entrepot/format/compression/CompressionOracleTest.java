package org.entrepot.format.compression;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.Random;
import org.entrepot.testkit.Tool;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

final class CompressionOracleTest {
  private static final Map<Compression, String> TOOLS =
      Map.of(
          Compression.GZIP,
          "gzip",
          Compression.XZ,
          "xz",
          Compression.ZSTD,
          "zstd",
          Compression.BZIP2,
          "bzip2",
          Compression.LZMA,
          "lzma");

  private static Tool tool(Compression compression) {
    return Tool.of(TOOLS.getOrDefault(compression, "cat"));
  }

  static byte[] text(int length) {
    byte[] text = new byte[length];
    var random = new Random(length);
    for (int i = 0; i < length; i++) {
      text[i] = (byte) ('a' + random.nextInt(4));
    }
    return text;
  }

  static byte[] compress(Compression compression, byte[] plain) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (OutputStream out = compression.compress(bytes)) {
      out.write(plain);
    }
    return bytes.toByteArray();
  }

  static byte[] decompress(Compression compression, byte[] compressed) throws IOException {
    try (InputStream in = compression.decompress(new ByteArrayInputStream(compressed))) {
      return in.readAllBytes();
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
  void theToolReadsWhatWeCompress(Compression compression) throws IOException {
    for (int length : new int[] {0, 1, 1000, 300_000}) {
      byte[] plain = text(length);
      assertThat(
              tool(compression)
                  .reading(compress(compression, plain))
                  .run("-dc")
                  .requireSuccess()
                  .stdout())
          .isEqualTo(plain);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
  void weReadWhatTheToolCompresses(Compression compression) throws IOException {
    for (int length : new int[] {0, 1, 1000, 300_000}) {
      byte[] plain = text(length);
      assertThat(
              decompress(
                  compression,
                  tool(compression).reading(plain).run("-c").requireSuccess().stdout()))
          .isEqualTo(plain);
    }
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"NONE", "LZMA"})
  void weReadConcatenatedStreamsAsTheToolDoes(Compression compression) throws IOException {
    var twice = new ByteArrayOutputStream();
    twice.writeBytes(compress(compression, text(1000)));
    twice.writeBytes(compress(compression, text(70_000)));

    assertThat(decompress(compression, twice.toByteArray()))
        .isEqualTo(
            tool(compression).reading(twice.toByteArray()).run("-dc").requireSuccess().stdout());
  }
}
