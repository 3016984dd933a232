package org.entrepot.service.takeover.leveldb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.entrepot.testkit.DebBuilder;
import org.entrepot.testkit.LevelDbBuilder;
import org.entrepot.testkit.Tool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Databases as the real aptly leaves them, as a writer leaves them that was killed, and as
/// somebody leaves them who means harm.
@SuppressWarnings("NullAway.Init") // set before each test
@Timeout(300)
class LevelDbTest {
  @TempDir Path home;

  private static SortedMap<String, String> rows(LevelDb database, String prefix)
      throws IOException {
    var found = new TreeMap<String, String>();
    LevelDb.Rows rows = database.rows(prefix.getBytes(UTF_8));
    for (var row = rows.next(); row.isPresent(); row = rows.next()) {
      found.put(new String(row.get().key(), UTF_8), new String(row.get().value(), UTF_8));
    }
    return found;
  }

  private static SortedMap<String, String> everything(LevelDb database) throws IOException {
    var found = new TreeMap<String, String>();
    for (String first : List.of("a", "b", "C", "E", "L", "P", "x")) {
      found.putAll(rows(database, first));
    }
    return found;
  }

  private Path builtBy(LevelDbBuilder builder) {
    return builder.writeTo(home.resolve("built"));
  }

  @Test
  void theNewestVersionOfAKeyCountsAndDeletedOnesAreGone() throws IOException {
    LevelDb database =
        LevelDb.open(
            builtBy(
                new LevelDbBuilder()
                    .put("Pa", "1".getBytes(UTF_8))
                    .put("Pb", "2".getBytes(UTF_8))
                    .put("Q", "3".getBytes(UTF_8))
                    .put("Pa", "4".getBytes(UTF_8))
                    .put("O\u00ff", "5".getBytes(UTF_8))
                    .delete("Pb")
                    .put("P", "x".repeat(200_000).getBytes(UTF_8))));
    assertThat(rows(database, "P")).isEqualTo(Map.of("P", "x".repeat(200_000), "Pa", "4"));
    assertThat(rows(database, "R")).isEmpty();
    assertThat(database.find("Q".getBytes(UTF_8)))
        .hasValueSatisfying(it -> assertThat(it).contains('3'));
    assertThat(database.find("Pb".getBytes(UTF_8))).isEmpty();
    assertThat(database.isLogCut()).isFalse();
    database.requireUnchanged();
  }

  /// Wherever the writer was killed, the rows before are there, and the database says so.
  @Test
  void aLogThatWasCutGivesWhatWasWrittenBefore() throws IOException {
    Path directory =
        builtBy(
            new LevelDbBuilder()
                .put("a", "1".getBytes(UTF_8))
                .put("b", "2".repeat(40_000).getBytes(UTF_8)));
    Path log = directory.resolve("000001.log");
    byte[] whole = Files.readAllBytes(log);
    int first = 7 + 12 + 1 + 2 + 2;
    for (int length :
        List.of(first + 1, first + 7, first + 100, 32767, 32768, 32769, whole.length - 1)) {
      Files.write(log, Arrays.copyOf(whole, length));
      LevelDb database = LevelDb.open(directory);
      assertThat(database.isLogCut()).as("cut at " + length).isTrue();
      assertThat(everything(database)).isEqualTo(Map.of("a", "1"));
    }
    Files.write(log, Arrays.copyOf(whole, first));
    assertThat(LevelDb.open(directory).isLogCut()).isFalse();
  }

  @Test
  void whatIsDamagedIsRefusedInOneSentence() throws IOException {
    Path directory = builtBy(new LevelDbBuilder().put("a", "1".getBytes(UTF_8)));
    Path log = directory.resolve("000001.log");
    Path manifest = directory.resolve("MANIFEST-000000");
    Path current = directory.resolve("CURRENT");

    byte[] content = Files.readAllBytes(log);
    content[content.length - 1] ^= 1;
    refused(directory, log, content, "000001.log is damaged: a checksum does not fit");
    refused(
        directory,
        manifest,
        Arrays.copyOf(Files.readAllBytes(manifest), 20),
        "MANIFEST-000000 is cut off; run \"aptly db recover\" on a copy of the root first");
    refused(directory, manifest, new byte[0], "MANIFEST-000000 says nothing");
    refused(directory, current, "../../etc/passwd\n".getBytes(UTF_8), "does not name a manifest");
    refused(directory, current, "MANIFEST-000009\n".getBytes(UTF_8), "lacks its file MANIFEST");
    Files.delete(current);
    assertThatThrownBy(() -> LevelDb.open(directory))
        .isInstanceOf(DamagedDatabaseException.class)
        .hasMessageContaining("holds no LevelDB database: it has no file CURRENT");
    assertThatThrownBy(() -> LevelDb.open(home.resolve("none")))
        .isInstanceOf(DamagedDatabaseException.class)
        .hasMessageContaining("there is no database directory");
    assertThatThrownBy(() -> LevelDb.open(builtBy(new LevelDbBuilder().orderedBy("idb_cmp1"))))
        .hasMessageContaining("orders its keys by \"idb_cmp1\"");
    for (byte[] record :
        List.of(new byte[3], new byte[] {1, 0, 0, 0, 0, 0, 0, 0, -1, -1, -1, -1})) {
      assertThatThrownBy(() -> LevelDb.open(builtBy(new LevelDbBuilder().raw(record))))
          .isInstanceOf(DamagedDatabaseException.class)
          .hasMessageContaining("ends in the middle of an entry");
    }
  }

  private static void refused(Path directory, Path file, byte[] content, String reason)
      throws IOException {
    byte[] before = Files.readAllBytes(file);
    Files.write(file, content);
    assertThatThrownBy(() -> LevelDb.open(directory))
        .isInstanceOf(DamagedDatabaseException.class)
        .hasMessageContaining(reason);
    Files.write(file, before);
  }

  /// A database of the real aptly, all of it in compressed tables.
  private Path madeByAptly() throws IOException {
    Path root = home.resolve("root");
    Path configuration =
        Files.writeString(home.resolve("aptly.conf"), "{\"rootDir\": \"%s\"}".formatted(root));
    for (int i = 0; i < 60; i++) {
      DebBuilder.of("package-" + i, "1." + i, "amd64")
          .field("Depends", "other-" + i + ", shared (>= 1)")
          .writeTo(home.resolve("debs"));
    }
    Tool aptly = Tool.of("aptly");
    String config = "-config=" + configuration;
    aptly.text(config, "repo", "create", "r");
    aptly.text(config, "repo", "add", "r", home.resolve("debs"));
    aptly.text(config, "db", "cleanup");
    return root.resolve("db");
  }

  @Test
  void compressedTablesOfAptlyAreRead() throws IOException {
    Path directory = madeByAptly();
    LevelDb database = LevelDb.open(directory);
    for (String prefix : List.of("P", "xF", "xD", "xE")) {
      assertThat(rows(database, prefix)).as(prefix).hasSize(60);
    }
    assertThat(rows(database, "Pamd64 package-17 ").firstKey())
        .startsWith("Pamd64 package-17 1.17 ");
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .anyMatch(name -> name.endsWith(".ldb"));
    }
  }

  /// Any byte of any file may be another, or any end may be missing: then the database is refused,
  /// or read.
  @Test
  void nothingThatIsChangedInADatabaseDoesHarm() throws IOException {
    Path directory = madeByAptly();
    long seed = Long.getLong("entrepot.seed", 7);
    var random = new Random(seed);
    List<Path> files;
    try (Stream<Path> all = Files.list(directory)) {
      files =
          all.filter(file -> file.toString().matches(".*(\\.ldb|\\.log|MANIFEST.*|CURRENT)"))
              .filter(file -> file.toFile().length() > 0)
              .sorted()
              .toList();
    }
    int refused = 0;
    for (int i = 0; i < 1500; i++) {
      Path file = files.get(random.nextInt(files.size()));
      byte[] before = Files.readAllBytes(file);
      byte[] changed = before.clone();
      if (i % 3 == 0) {
        changed = Arrays.copyOf(before, random.nextInt(before.length));
      } else {
        changed[random.nextInt(changed.length)] ^= (byte) (1 + random.nextInt(255));
      }
      Files.write(file, changed);
      try {
        assertThat(everything(LevelDb.open(directory))).isNotNull();
      } catch (DamagedDatabaseException e) {
        assertThat(e.getMessage()).doesNotContain("\n");
        refused++;
      } catch (IOException | RuntimeException e) {
        throw new AssertionError("seed %d, step %d, %s".formatted(seed, i, file), e);
      }
      Files.write(file, before);
    }
    assertThat(refused).isGreaterThan(500);
  }

  @Test
  void aBlockThatIsDamagedIsNamed() throws IOException {
    Path directory = madeByAptly();
    List<Path> tables; // some are left from before the last compaction
    try (Stream<Path> files = Files.list(directory)) {
      tables = files.filter(file -> file.toString().endsWith(".ldb")).toList();
    }
    for (Path table : tables) {
      byte[] content = Files.readAllBytes(table);
      content[10] ^= 1;
      Files.write(table, content);
    }
    LevelDb database = LevelDb.open(directory);
    assertThatThrownBy(() -> everything(database))
        .isInstanceOf(DamagedDatabaseException.class)
        .hasMessageContaining(".ldb is damaged: the checksum of the block at byte 0 does not fit");
    for (Path table : tables) {
      Files.delete(table);
    }
    assertThatThrownBy(() -> LevelDb.open(directory)).hasMessageContaining("lacks its table ");
  }

  @Test
  void aDatabaseThatIsWrittenToMeanwhileIsNoticed() throws IOException {
    Path directory = builtBy(new LevelDbBuilder().put("a", "1".getBytes(UTF_8)));
    LevelDb database = LevelDb.open(directory);
    builtBy(new LevelDbBuilder().put("a", "1".getBytes(UTF_8)).put("b", "2".getBytes(UTF_8)));
    assertThatThrownBy(database::requireUnchanged)
        .hasMessageContaining("was changed while it was read: stop aptly, and run this again");
  }
}
