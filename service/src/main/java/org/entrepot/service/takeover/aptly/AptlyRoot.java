package org.entrepot.service.takeover.aptly;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.entrepot.format.text.ByteText;
import org.entrepot.service.ErrorCode;
import org.entrepot.service.RepositoryException;
import org.entrepot.service.operation.TakeoverOperation.ImportAptly;
import org.entrepot.service.takeover.leveldb.DamagedDatabaseException;
import org.entrepot.service.takeover.leveldb.DatabaseLock;
import org.entrepot.service.takeover.leveldb.LevelDb;
import org.entrepot.service.takeover.predecessor.FoundPackage;
import org.entrepot.service.takeover.predecessor.Inventory;
import org.entrepot.service.takeover.predecessor.Predecessor;

/// An aptly root (spec domain 10), locked against aptly while it is open. Packages are known by
/// their keys, lists of packages by what follows the `E` of their row.
public final class AptlyRoot implements Predecessor {
  private final ImportAptly places;
  private final LevelDb database;
  private final DatabaseLock lock;

  private AptlyRoot(ImportAptly places, LevelDb database, DatabaseLock lock) {
    this.places = places;
    this.database = database;
    this.lock = lock;
  }

  /// The root at these places.
  ///
  /// @throws RepositoryException when aptly is at work there
  /// @throws DamagedDatabaseException when the database is none, or damaged
  public static AptlyRoot open(ImportAptly places) throws IOException {
    if (!Files.isDirectory(places.database())) {
      throw new RepositoryException(
          ErrorCode.FILE_NOT_FOUND,
          "there is no database of aptly at %s; name the root directory of aptly, or its configuration with -aptly-config"
              .formatted(places.database()));
    }
    Optional<DatabaseLock> lock = DatabaseLock.tryTake(places.database());
    if (lock.isEmpty()) {
      throw new RepositoryException(
          ErrorCode.IN_USE,
          "aptly is using the database %s: end it (\"aptly api serve\" too), and run this again"
              .formatted(places.database()));
    }
    try {
      return new AptlyRoot(places, LevelDb.open(places.database()), lock.get());
    } catch (IOException | RuntimeException e) {
      lock.get().close();
      throw e;
    }
  }

  /// Visits the rows of a kind: those whose keys begin with `prefix`.
  ///
  /// @param visitor gets what follows the prefix, and the value
  void forEachRow(String prefix, RowVisitor visitor) throws IOException {
    byte[] first = ByteText.encode(prefix);
    LevelDb.Rows rows = database.rows(first);
    for (var row = rows.next(); row.isPresent(); row = rows.next()) {
      visitor.row(
          ByteText.decode(row.get().key(), first.length, row.get().key().length),
          row.get().value());
    }
  }

  /// Takes a row.
  interface RowVisitor {
    void row(String rest, byte[] value) throws IOException;
  }

  boolean isLogCut() {
    return database.isLogCut();
  }

  @Override
  public Inventory inventory() throws IOException {
    return new AptlyInventory(this, places).read();
  }

  @Override
  public void forEachMember(String list, Consumer<String> references) throws IOException {
    Optional<byte[]> value = database.find(ByteText.encode("E" + list));
    if (value.isPresent()) {
      AptlyRecord.of(value.get(), "the package list " + ByteText.readable(list))
          .exactTexts("Refs")
          .forEach(references);
    }
  }

  /// Whether there is a list; lists that were never filled have no row.
  boolean hasList(String list) throws IOException {
    return database.find(ByteText.encode("E" + list)).isPresent();
  }

  /// The rows of a package have the same end, so all kinds are walked over side by side.
  @Override
  public void forEachPackage(Predicate<String> wanted, PackageVisitor visitor) throws IOException {
    var packages = new AptlyPackage(places.pool());
    var files = new SideRows("xF");
    var dependencies = new SideRows("xD");
    var extra = new SideRows("xE");
    var contents = new SideRows("xC");
    LevelDb.Rows rows = database.rows(new byte[] {'P'});
    for (var row = rows.next(); row.isPresent(); row = rows.next()) {
      byte[] key = row.get().key();
      String reference = ByteText.decode(key);
      if (!wanted.test(reference)) {
        continue;
      }
      FoundPackage found;
      try {
        found =
            packages.of(
                new AptlyPackage.Rows(
                    reference,
                    row.get().value(),
                    files.at(key),
                    dependencies.at(key),
                    extra.at(key),
                    contents.at(key)));
      } catch (IllegalArgumentException e) {
        visitor.unusable(reference, String.valueOf(e.getMessage()));
        continue;
      }
      visitor.found(found);
    }
  }

  /// Rows of one kind that are asked for in the order of their keys.
  private final class SideRows {
    private final int prefixBytes;
    private final LevelDb.Rows rows;
    private Optional<LevelDb.Row> next;

    SideRows(String prefix) throws IOException {
      byte[] first = prefix.getBytes(StandardCharsets.US_ASCII);
      prefixBytes = first.length;
      rows = database.rows(first);
      next = rows.next();
    }

    Optional<byte[]> at(byte[] key) throws IOException {
      while (next.isPresent() && compare(next.get().key(), key) < 0) {
        next = rows.next();
      }
      return next.filter(row -> compare(row.key(), key) == 0).map(LevelDb.Row::value);
    }

    private int compare(byte[] own, byte[] key) {
      return Arrays.compareUnsigned(own, prefixBytes, own.length, key, 0, key.length);
    }
  }

  /// A file that belongs to no package.
  Path inPool(String path) {
    return new AptlyPackage(places.pool()).inPool(path);
  }

  @Override
  public void requireUnchanged() throws IOException {
    database.requireUnchanged();
  }

  @Override
  public void close() {
    lock.close();
  }
}
