package org.entrepot.format.index.compress;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.entrepot.format.Seed;
import org.entrepot.format.checksum.ChecksumCalculator;
import org.entrepot.format.checksum.Sha256;
import org.entrepot.format.compression.Compression;
import org.entrepot.format.index.segment.Segment;
import org.entrepot.format.index.segment.SegmentCache;
import org.entrepot.format.index.segment.SegmentKeyBuilder;
import org.entrepot.format.index.segment.SegmentSource;
import org.entrepot.testkit.Tool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SegmentedCompressorTest {
  private static final Set<Compression> ALL = EnumSet.complementOf(EnumSet.of(Compression.LZMA));

  private final ExecutorService executor = Executors.newFixedThreadPool(3);

  @AfterEach
  void stop() {
    executor.shutdownNow();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 5, 40})
  void everyFileIsReadByTheRealTools(int count, @TempDir Path directory) throws IOException {
    var texts = texts(Seed.random("real tools"), count, 60_000);
    var index = write(directory, "Packages", segments(texts), SegmentCache.NONE, 2);
    assertThat(index.files().keySet()).containsExactlyElementsOf(ALL);
    assertReadable(index, joined(texts));
  }

  @Test
  void segmentsLargerThanTheDictionariesAreRead(@TempDir Path directory) throws IOException {
    var texts = texts(Seed.random("large segments"), 2, 2_500_000);
    var index = write(directory, "Packages", segments(texts), SegmentCache.NONE, 2);
    assertReadable(index, joined(texts));
  }

  @Test
  void noiseAndSegmentsWithoutTextAreRead(@TempDir Path directory) throws IOException {
    var random = Seed.random("incompressible");
    var texts = new ArrayList<byte[]>();
    for (int i = 0; i < 4; i++) {
      var noise = new byte[random.nextInt(300_000)];
      random.nextBytes(noise);
      texts.add(noise);
      texts.add(new byte[0]);
    }
    var index = write(directory, "noise", segments(texts), SegmentCache.NONE, 2);
    assertReadable(index, joined(texts));
  }

  @Test
  void xzIsOneStreamOfOneBlockForEachSegment(@TempDir Path directory) throws IOException {
    var texts = texts(Seed.random("xz"), 7, 50_000);
    write(directory, "Packages", segments(texts), SegmentCache.NONE, 2);
    var listed = Tool.of("xz").text("--robot", "--list", directory.resolve("Packages.xz"));
    assertThat(listed).contains("file\t1\t7\t").contains("\tCRC32\t");
  }

  /// Of the worst text for bzip2, whose runs of four become five, in blocks that begin at every
  /// bit.
  @Test
  void runsOfFourFitTheBlocksOfBzip2(@TempDir Path directory) throws IOException {
    var random = Seed.random("bzip2");
    var texts = new ArrayList<byte[]>();
    for (int size :
        new int[] {1, 4, 79_999, 80_000, 319_984, 699_999, 700_000, 700_001, 1_500_000}) {
      var text = new byte[size];
      byte letter = 0;
      for (int i = 0; i < size; i++) {
        letter = (byte) (i % 4 == 0 ? letter + 1 + random.nextInt(200) : letter);
        text[i] = letter;
      }
      texts.add(text);
    }
    try (var compressor = new SegmentedCompressor(executor, 2, SegmentCache.NONE)) {
      var index = compressor.write(directory, "runs", Set.of(Compression.BZIP2), segments(texts));
      assertReadable(index, joined(texts));
    }
  }

  @Test
  void checksumsAreThoseOfTheFiles(@TempDir Path directory) throws IOException {
    var texts = texts(Seed.random("checksums"), 9, 80_000);
    var index = write(directory, "Packages", segments(texts), SegmentCache.NONE, 2);
    assertThat(index.plain()).isEqualTo(ChecksumCalculator.of(joined(texts)));
    for (var file : index.files().values()) {
      assertThat(file.checksums()).isEqualTo(ChecksumCalculator.of(file.path()));
    }
  }

  @Test
  void thePlainFileIsHashedAlsoWhenItIsNotWritten(@TempDir Path directory) throws IOException {
    var texts = texts(Seed.random("not written"), 3, 1000);
    try (var compressor = new SegmentedCompressor(executor, 1, SegmentCache.NONE)) {
      var index = compressor.write(directory, "Packages", Set.of(Compression.XZ), segments(texts));
      assertThat(index.plain()).isEqualTo(ChecksumCalculator.of(joined(texts)));
      assertThat(directory.resolve("Packages")).doesNotExist();
      assertThat(index.files()).containsOnlyKeys(Compression.XZ);
    }
  }

  @Test
  void threadsAndCacheDoNotChangeTheBytes(@TempDir Path directory) throws IOException {
    var texts = texts(Seed.random("same bytes"), 20, 30_000);
    var expected = write(directory, "alone", segments(texts), SegmentCache.NONE, 1);
    var cache = new MemoryCache();
    for (int round = 0; round < 3; round++) {
      assertSameFiles(write(directory, "again", segments(texts), cache, 4), expected);
    }
    assertThat(cache.size()).isEqualTo(20 * 4);
  }

  @Test
  void cachedSegmentsAreNotRenderedAgain(@TempDir Path directory) throws IOException {
    var texts = texts(Seed.random("cached"), 10, 20_000);
    var rendered = new AtomicInteger();
    try (var compressor = new SegmentedCompressor(executor, 2, new MemoryCache())) {
      for (int round = 0; round < 2; round++) {
        compressor.write(directory, "P", Set.of(Compression.GZIP), counted(texts, rendered));
        assertThat(rendered).hasValue(10);
      }
    }
  }

  @Test
  void entriesOfAnotherTextOrDamagedOnesAreMadeAgain(@TempDir Path directory) throws IOException {
    var random = Seed.random("damaged cache");
    var texts = texts(random, 12, 20_000);
    var expected = write(directory, "alone", segments(texts), SegmentCache.NONE, 1);
    var cache = new MemoryCache();
    for (int round = 0; round < 4; round++) {
      assertSameFiles(write(directory, "again", segments(texts), cache, 2), expected);
      cache.spoil(random);
    }
  }

  @Test
  void afterAFailureNoFileIsLeft(@TempDir Path directory) {
    var texts = texts(Seed.random("failure"), 6, 10_000);
    for (int bad = 0; bad < 6; bad++) {
      var broken = withBrokenSegment(texts, bad);
      assertThatThrownBy(() -> write(directory, "P", broken, SegmentCache.NONE, 2))
          .isInstanceOf(IOException.class)
          .hasMessage("segment " + bad + " cannot be rendered");
      assertThat(directory).isEmptyDirectory();
    }
  }

  @Test
  void aSourceThatFailsOrAnExecutorThatRefusesEndsTheWrite(@TempDir Path directory) {
    var texts = texts(Seed.random("refusal"), 6, 10_000);
    var left = new AtomicInteger(4);
    SegmentSource ending =
        () -> {
          if (left.decrementAndGet() < 0) {
            throw new IOException("cancelled");
          }
          return Optional.of(Segment.of("test", texts.get(left.get())));
        };
    assertThatThrownBy(() -> write(directory, "P", ending, SegmentCache.NONE, 2))
        .hasMessage("cancelled");
    assertThat(directory).isEmptyDirectory();
    executor.shutdown();
    assertThatThrownBy(() -> write(directory, "P", segments(texts), SegmentCache.NONE, 2))
        .isInstanceOf(RejectedExecutionException.class);
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void lzmaIsRefused(@TempDir Path directory) {
    try (var compressor = new SegmentedCompressor(executor, 1, SegmentCache.NONE)) {
      assertThatThrownBy(
              () -> compressor.write(directory, "P", Set.of(Compression.LZMA), segments(List.of())))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void onlyAFewSegmentsAreInMemory(@TempDir Path directory) throws IOException {
    int count = 100;
    var text = new byte[1 << 20];
    var asked = new AtomicInteger();
    var ahead = new AtomicInteger();
    var finished = new AtomicInteger();
    SegmentSource source =
        () -> {
          if (asked.get() == count) {
            return Optional.empty();
          }
          ahead.accumulateAndGet(asked.get() - finished.get(), Math::max);
          int number = asked.incrementAndGet();
          return Optional.of(
              new Segment(new SegmentKeyBuilder("test").add(number).build(), () -> text));
        };
    try (var compressor = new SegmentedCompressor(executor, 2, new CountingCache(finished))) {
      var index = compressor.write(directory, "P", Set.of(Compression.ZSTD), source);
      assertThat(index.plain().sizeBytes()).isEqualTo((long) count << 20);
    }
    assertThat(ahead.get()).isLessThanOrEqualTo(4);
  }

  /// Keeps nothing, but counts the finished forms.
  private record CountingCache(AtomicInteger finished) implements SegmentCache {
    @Override
    public Optional<byte[]> find(Sha256 key, Compression compression) {
      return Optional.empty();
    }

    @Override
    public void store(Sha256 key, Compression compression, byte[] form) {
      finished.incrementAndGet();
    }
  }

  private CompressedIndex write(
      Path directory, String name, SegmentSource segments, SegmentCache cache, int parallelism)
      throws IOException {
    try (var compressor = new SegmentedCompressor(executor, parallelism, cache)) {
      return compressor.write(directory, name, ALL, segments);
    }
  }

  private static SegmentSource segments(List<byte[]> texts) {
    return SegmentSource.of(texts.stream().map(text -> Segment.of("test", text)).toList());
  }

  private static SegmentSource withBrokenSegment(List<byte[]> texts, int bad) {
    var all = new ArrayList<Segment>();
    for (int i = 0; i < texts.size(); i++) {
      int at = i;
      all.add(
          new Segment(
              new SegmentKeyBuilder("test").add(i).build(),
              () -> {
                if (at == bad) {
                  throw new IOException("segment " + at + " cannot be rendered");
                }
                return texts.get(at);
              }));
    }
    return SegmentSource.of(all);
  }

  private static SegmentSource counted(List<byte[]> texts, AtomicInteger rendered) {
    return SegmentSource.of(
        texts.stream()
            .map(text ->
                new Segment(
                    new SegmentKeyBuilder("test").add(text).build(),
                    () -> {
                      rendered.incrementAndGet();
                      return text;
                    }))
            .toList());
  }

  private static void assertReadable(CompressedIndex index, byte[] plain) throws IOException {
    assertThat(index.plain()).isEqualTo(ChecksumCalculator.of(plain));
    for (var entry : index.files().entrySet()) {
      var path = entry.getValue().path();
      assertThat(unpacked(entry.getKey(), path)).as(path.toString()).isEqualTo(plain);
      assertThat(Tool.of("/usr/lib/apt/apt-helper").run("cat-file", path).requireSuccess().stdout())
          .as("apt's reader of " + path)
          .isEqualTo(plain);
      try (var in = entry.getKey().decompress(Files.newInputStream(path))) {
        assertThat(in.readAllBytes()).as("our reader of " + path).isEqualTo(plain);
      }
    }
  }

  private static byte[] unpacked(Compression compression, Path path) throws IOException {
    var tool =
        switch (compression) {
          case NONE, LZMA -> "";
          case GZIP -> "gzip";
          case XZ -> "xz";
          case ZSTD -> "zstd";
          case BZIP2 -> "bzip2";
        };
    if (tool.isEmpty()) {
      return Files.readAllBytes(path);
    }
    Tool.of(tool).run("-t", path).requireSuccess();
    return Tool.of(tool).run("-d", "-c", path).requireSuccess().stdout();
  }

  private static void assertSameFiles(CompressedIndex actual, CompressedIndex expected)
      throws IOException {
    assertThat(actual.plain()).isEqualTo(expected.plain());
    for (var entry : expected.files().entrySet()) {
      var file = requireNonNull(actual.files().get(entry.getKey()));
      assertThat(file.checksums())
          .as(entry.getKey().name())
          .isEqualTo(entry.getValue().checksums());
      assertThat(Files.mismatch(file.path(), entry.getValue().path())).isEqualTo(-1);
    }
  }

  private static byte[] joined(List<byte[]> texts) {
    var out = new ByteArrayOutputStream();
    texts.forEach(out::writeBytes);
    return out.toByteArray();
  }

  private static List<byte[]> texts(Random random, int count, int maximumBytes) {
    var texts = new ArrayList<byte[]>();
    for (int i = 0; i < count; i++) {
      var text = new StringBuilder();
      int size = 1 + random.nextInt(maximumBytes);
      while (text.length() < size) {
        text.append("Package: p").append(random.nextInt(100_000)).append("\nSHA256: ");
        text.append(Long.toHexString(random.nextLong())).append("\nDepends: libc6 (>= 2.36)\n\n");
      }
      texts.add(text.substring(0, size).getBytes(StandardCharsets.UTF_8));
    }
    return texts;
  }
}
