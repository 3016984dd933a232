package org.entrepot.format.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.entrepot.format.FormatException;
import org.entrepot.format.Seed;
import org.entrepot.format.checksum.Sha256;
import org.entrepot.format.index.segment.Segment;
import org.junit.jupiter.api.Test;

class ContentsSegmentsTest {
  @Test
  void linesComeAfterTheHeaderWithSortedPackages() throws IOException {
    var lines =
        List.of(
            new ContentsLine("bin/a file", List.of("utils/z", "net/cu", "net/cu")),
            new ContentsLine("etc/x\ny\u007f", List.of("pkg")));
    assertThat(text(segments(lines)))
        .isEqualTo("FILE LOCATION\nbin/a file net/cu,utils/z\netc/x\\012y\\177 pkg\n");
  }

  @Test
  void nothingHasNoSegments() throws IOException {
    assertThat(segments(List.of())).isEmpty();
  }

  @Test
  void linesAreReadFromTheLastBlank() throws FormatException {
    assertThat(ContentsLine.parse("usr/a b   c   net/x,y", "test"))
        .isEqualTo(new ContentsLine("usr/a b   c", List.of("net/x", "y")));
    for (var bad : List.of("", " ", "usr/bin/x", " x", "a ,", "a   ")) {
      assertThatThrownBy(() -> ContentsLine.parse(bad, "test"))
          .as(bad)
          .isInstanceOf(FormatException.class);
    }
  }

  @Test
  void sectionsThatCouldNotBeReadBackAreLeftOut() {
    assertThat(ContentsLine.qualifiedName("contrib/net", "cu")).isEqualTo("contrib/net/cu");
    assertThat(ContentsLine.qualifiedName("", "cu")).isEqualTo("cu");
    assertThat(ContentsLine.qualifiedName("a b", "cu")).isEqualTo("cu");
    assertThat(ContentsLine.qualifiedName("a,b", "cu")).isEqualTo("cu");
  }

  @Test
  void aPackageThatComesChangesFewSegments() throws IOException {
    var random = Seed.random("ContentsSegmentsTest");
    var lines = lines(random, 60_000);
    var before = keys(segments(lines));
    assertThat(before.size()).isBetween(6, 40);
    for (int i = 0; i < 10; i++) {
      var changed = new ArrayList<>(lines);
      changed.add(random.nextInt(lines.size() + 1), new ContentsLine("new" + i, List.of("p")));
      var after = keys(segments(changed));
      after.removeAll(before);
      assertThat(after).hasSizeBetween(1, 2);
    }
  }

  @Test
  void longPathsAreCutBySize() throws IOException {
    var name = "x".repeat(20_000);
    var lines = new ArrayList<ContentsLine>();
    for (int i = 0; i < 1000; i++) {
      lines.add(new ContentsLine(name + i, List.of("p")));
    }
    for (var segment : segments(lines)) {
      assertThat(segment.plain().bytes().length).isLessThan(5 << 20);
    }
  }

  private static List<ContentsLine> lines(Random random, int count) {
    var paths = new TreeSet<String>();
    while (paths.size() < count) {
      paths.add("usr/share/doc/p" + random.nextInt(2000) + "/f" + random.nextInt());
    }
    return paths.stream().map(path -> new ContentsLine(path, List.of("doc/p"))).toList();
  }

  private static List<Segment> segments(List<ContentsLine> lines) throws IOException {
    var iterator = lines.iterator();
    var source =
        ContentsSegments.of(
            () -> iterator.hasNext() ? Optional.of(iterator.next()) : Optional.empty());
    var all = new ArrayList<Segment>();
    for (var next = source.next(); next.isPresent(); next = source.next()) {
      all.add(next.get());
    }
    return all;
  }

  private static Set<Sha256> keys(List<Segment> segments) {
    var keys = new HashSet<Sha256>();
    segments.forEach(segment -> keys.add(segment.key()));
    return keys;
  }

  private static String text(List<Segment> segments) throws IOException {
    var text = new StringBuilder();
    for (var segment : segments) {
      text.append(new String(segment.plain().bytes(), StandardCharsets.UTF_8));
    }
    return text.toString();
  }
}
