package org.entrepot.service.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.entrepot.format.checksum.Sha256;
import org.entrepot.format.index.ContentsLine;
import org.entrepot.format.index.ContentsSegments;
import org.entrepot.format.index.ContentsSource;
import org.entrepot.format.index.segment.Segment;
import org.entrepot.format.text.ByteText;
import org.entrepot.service.publish.ContentsUpdate.SegmentLostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Bringing Contents up to date gives the same segments as making them anew, whatever changes.
final class ContentsUpdateTest {
  private static final int PATHS = 60_000; // some fifteen segments

  /// What was written, by key, and how often an old text was asked for.
  private static final class Written {
    final Map<Sha256, byte[]> texts = new HashMap<>();
    final Set<Sha256> read = new HashSet<>();

    byte[] text(Sha256 key) throws SegmentLostException {
      read.add(key);
      byte[] text = texts.get(key);
      if (text == null) {
        throw new SegmentLostException(key);
      }
      return text;
    }

    ContentsManifest write(ContentsSource source) throws IOException {
      var recorded = new RecordedSegments(source);
      for (var segment = recorded.next(); segment.isPresent(); segment = recorded.next()) {
        Segment found = segment.get();
        if (!texts.containsKey(found.key())) {
          texts.put(found.key(), found.plain().bytes());
        }
      }
      ContentsManifest manifest = recorded.manifest().orElseThrow();
      return ContentsManifest.parse(manifest.toBytes()).orElseThrow();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void givesTheSegmentsOfAnIndexMadeAnew(long seed) throws IOException {
    var random = new Random(seed);
    var state = new TreeMap<byte[], Set<String>>(Arrays::compareUnsigned);
    for (int i = 0; i < PATHS; i++) {
      state.put(path(random.nextInt(PATHS * 4)), names(random));
    }
    var written = new Written();
    ContentsManifest manifest = written.write(anew(state));
    for (int round = 0; round < 12; round++) {
      ContentsChanges changes = ContentsChanges.none();
      int many = 1 + random.nextInt(round % 3 == 0 ? 1 : 400);
      for (int i = 0; i < many; i++) {
        change(random, state, manifest, changes);
      }
      ContentsManifest updated =
          written.write(new ContentsUpdate(manifest, changes, written::text));

      assertThat(updated)
          .as("seed %d, round %d", seed, round)
          .isEqualTo(new Written().write(anew(state)));
      manifest = updated;
    }
  }

  /// Adds, removes or replaces a line; often the first of a segment.
  private static void change(
      Random random,
      SortedMap<byte[], Set<String>> state,
      ContentsManifest manifest,
      ContentsChanges changes) {
    byte[] path =
        random.nextInt(4) == 0
            ? ByteText.encode(
                manifest.pieces().get(random.nextInt(manifest.pieces().size())).firstPath())
            : path(random.nextInt(PATHS * 4));
    if (changes.byPath().containsKey(path)) {
      return;
    }
    String text = ByteText.decode(path);
    Set<String> before = state.getOrDefault(path, Set.of());
    Set<String> after = random.nextInt(3) == 0 ? new TreeSet<>() : names(random);
    after.forEach(name -> changes.add(text, name));
    before.stream().filter(n -> !after.contains(n)).forEach(name -> changes.remove(text, name));
    if (after.isEmpty()) {
      state.remove(path);
    } else {
      state.put(path, after);
    }
  }

  @Test
  void readsOnlyTheSegmentThatChanges() throws IOException {
    var random = new Random(7);
    var state = new TreeMap<byte[], Set<String>>(Arrays::compareUnsigned);
    for (int i = 0; i < PATHS; i++) {
      state.put(path(i), names(random));
    }
    var written = new Written();
    ContentsManifest manifest = written.write(anew(state));
    assertThat(manifest.pieces()).hasSizeGreaterThan(5);
    ContentsChanges changes = ContentsChanges.none();
    changes.add("usr/share/new", "misc/new");

    written.write(new ContentsUpdate(manifest, changes, written::text));

    assertThat(written.read).hasSize(1);
  }

  @Test
  void fillsAnEmptyIndexAndEmptiesIt() throws IOException {
    var written = new Written();
    ContentsChanges fill = ContentsChanges.none();
    fill.add("usr/bin/a", "misc/a");
    ContentsManifest one =
        written.write(new ContentsUpdate(new ContentsManifest(List.of()), fill, written::text));
    assertThat(one.pieces()).hasSize(1);
    assertThat(written.text(one.pieces().getFirst().key()))
        .asString()
        .isEqualTo("FILE LOCATION\nusr/bin/a misc/a\n");

    ContentsChanges empty = ContentsChanges.none();
    empty.remove("usr/bin/a", "misc/a");

    assertThat(written.write(new ContentsUpdate(one, empty, written::text)).pieces()).isEmpty();
  }

  @Test
  void saysWhenASegmentIsLost() throws IOException {
    var written = new Written();
    ContentsChanges fill = ContentsChanges.none();
    fill.add("usr/bin/a", "misc/a");
    ContentsManifest one =
        written.write(new ContentsUpdate(new ContentsManifest(List.of()), fill, written::text));
    written.texts.clear();
    ContentsChanges more = ContentsChanges.none();
    more.add("usr/bin/b", "misc/b");

    assertThatThrownBy(() -> written.write(new ContentsUpdate(one, more, written::text)))
        .isInstanceOf(SegmentLostException.class);
  }

  @Test
  void keepsNoManifestOfTextThatHidesPaths() throws IOException {
    ContentsSource source = anewOf(Map.of("usr/share/new\nline", Set.of("misc/a")));
    var recorded = new RecordedSegments(source);
    while (recorded.next().isPresent()) {}
    assertThat(recorded.manifest()).isEmpty();
  }

  private static ContentsSource anewOf(Map<String, Set<String>> lines) {
    var state = new TreeMap<byte[], Set<String>>(Arrays::compareUnsigned);
    lines.forEach((path, names) -> state.put(ByteText.encode(path), names));
    return anew(state);
  }

  private static ContentsSource anew(SortedMap<byte[], Set<String>> state) {
    var lines = state.entrySet().iterator();
    return ContentsSegments.of(() -> {
      if (!lines.hasNext()) {
        return Optional.empty();
      }
      var line = lines.next();
      return Optional.of(
          new ContentsLine(ByteText.decode(line.getKey()), List.copyOf(line.getValue())));
    });
  }

  private static byte[] path(int number) {
    return ByteText.encode(
        "usr/share/%s/d %d/é%d".formatted((char) ('a' + number % 26), number % 97, number));
  }

  private static Set<String> names(Random random) {
    var names = new TreeSet<String>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      names.add("misc/p" + random.nextInt(500));
    }
    return names;
  }
}
