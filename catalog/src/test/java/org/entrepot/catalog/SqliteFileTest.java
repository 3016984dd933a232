package org.entrepot.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.entrepot.catalog.error.CatalogFailure;
import org.entrepot.catalog.error.CatalogFailure.Reason;
import org.entrepot.domain.packages.PackageSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the SQLite catalog says of files that are not what they should be.
final class SqliteFileTest {
  @TempDir
  @SuppressWarnings("NullAway.Init") // set by JUnit
  Path directory;

  private Path file() {
    return directory.resolve("catalog.db");
  }

  private Catalog open() {
    return Catalog.open(CatalogUrl.sqlite(file()), CatalogHarness.CLOCK);
  }

  private void refused(Reason reason, String words) {
    assertThatThrownBy(() -> open().close())
        .isInstanceOfSatisfying(CatalogFailure.class, e -> assertThat(e.reason()).isEqualTo(reason))
        .hasMessageContaining(words);
  }

  private void execute(String sql) throws SQLException {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void aFileOfSomethingElseIsRefused() throws IOException {
    Files.writeString(file(), "Package: x\n".repeat(1000), StandardCharsets.UTF_8);
    refused(Reason.CORRUPT, file().toString());
  }

  @Test
  void aDatabaseOfSomethingElseIsRefusedAndLeftAlone() throws SQLException, IOException {
    execute("create table wine (name text)");
    var before = Files.readAllBytes(file());
    refused(Reason.CORRUPT, "not a catalog of Entrepot");
    assertThat(Files.readAllBytes(file())).isEqualTo(before);
  }

  @Test
  void aCopyIsTheCatalogOfOneInstantWhileOthersWrite() throws Exception {
    Path copies = Files.createDirectory(directory.resolve("it's a copy"));
    try (var catalog = open();
        var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var writing =
          executor.submit(() -> {
            for (int i = 0; i < 200; i++) {
              int number = i;
              catalog.write(transaction -> transaction.putSet(PackageSet.of(1, 1000 + number)));
            }
            return true;
          });
      for (int i = 0; i < 5; i++) {
        catalog.copyTo(copies.resolve(i + ".db"));
      }
      assertThat(writing.get()).isTrue();
      catalog.copyTo(copies.resolve("last.db"));
      assertThatThrownBy(() -> catalog.copyTo(copies.resolve("last.db")))
          .isInstanceOf(FileAlreadyExistsException.class);
      assertThatThrownBy(() -> catalog.copyTo(directory.resolve("none/x.db")))
          .isInstanceOf(CatalogFailure.class);
    }
    try (var files = Files.list(copies)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("0.db", "1.db", "2.db", "3.db", "4.db", "last.db");
    }
    try (var copy =
        Catalog.open(CatalogUrl.sqlite(copies.resolve("last.db")), CatalogHarness.CLOCK)) {
      assertThat(copy.read(view -> view.set(PackageSet.of(1, 1199).digest())).size()).isEqualTo(2);
    }
  }

  @Test
  void aCatalogOfANewerEntrepotIsRefused() throws SQLException {
    open().close();
    execute("pragma user_version = 4711");
    refused(Reason.TOO_NEW, "install a newer one");
  }

  @Test
  void aDirectoryThatDoesNotExistIsNamed() {
    assertThatThrownBy(() ->
            Catalog.open(
                    CatalogUrl.sqlite(directory.resolve("no/such/catalog.db")),
                    CatalogHarness.CLOCK)
                .close())
        .isInstanceOf(CatalogFailure.class)
        .hasMessageContaining("no/such");
  }

  @Test
  void aPathWithAQuestionMarkIsRefused() {
    assertThatThrownBy(() ->
            Catalog.open(CatalogUrl.sqlite(directory.resolve("a?b")), CatalogHarness.CLOCK).close())
        .isInstanceOf(IllegalArgumentException.class);
  }

  /// Virtual threads that wait for the lock inside SQLite hold their carriers: if one that has the
  /// lock waited for anything, none would go on.
  @Test
  void virtualThreadsOfManyCatalogsReadInWriteTransactions() throws Exception {
    var catalogs = new ArrayList<Catalog>();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 6; i++) {
        catalogs.add(open());
      }
      int[] added = catalogs.getFirst().write(t -> t.addPackages(TestPackages.many("p", 0, 5000)));
      var reads = new ArrayList<Future<Integer>>();
      for (int i = 0; i < 60; i++) {
        Catalog catalog = catalogs.get(i % catalogs.size());
        var set = PackageSet.of(Arrays.copyOf(added, i % 4 == 0 ? 5000 : 10));
        reads.add(executor.submit(() -> catalog.write(t -> t.packages(set).size())));
      }
      for (int i = 0; i < reads.size(); i++) {
        assertThat(reads.get(i).get(50, TimeUnit.SECONDS)).isEqualTo(i % 4 == 0 ? 5000 : 10);
      }
    } finally {
      catalogs.forEach(Catalog::close);
    }
  }

  @Test
  void aDamagedFileGivesOnlyOurExceptions() throws IOException {
    try (var catalog = open()) {
      catalog.write(t -> PackageSet.of(t.addPackages(TestPackages.many("p", 0, 300))).size());
    }
    var sound = Files.readAllBytes(file());
    var seed = Long.getLong("entrepot.seed", 42L);
    var random = new Random(seed);
    for (var round = 0; round < 60; round++) {
      var damaged = sound.clone();
      for (var i = 0; i < 40; i++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      Files.write(file(), damaged);
      try (var catalog = open()) {
        catalog.read(v -> {
          v.forEachPackage(v.allPackages(), _ -> {});
          v.forEachContents(v.allPackages(), (_, _) -> {});
          return v.repositories();
        });
      } catch (CatalogFailure e) {
        assertThat(e).as("seed %d round %d", seed, round).hasMessageContaining("catalog");
      }
      Files.deleteIfExists(directory.resolve("catalog.db-wal"));
      Files.deleteIfExists(directory.resolve("catalog.db-shm"));
    }
  }
}
