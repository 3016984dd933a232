package org.entrepot.catalog.table;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.entrepot.catalog.error.CatalogFailure;
import org.entrepot.catalog.packages.ContentsVisitor;
import org.entrepot.catalog.packages.PackageRow;
import org.entrepot.catalog.sql.Row;
import org.entrepot.catalog.sql.Session;
import org.entrepot.domain.packages.Package;
import org.entrepot.domain.packages.PackageFile;
import org.entrepot.domain.packages.PackageKind;
import org.entrepot.domain.packages.PackageRelations;
import org.entrepot.domain.packages.PackageSet;
import org.entrepot.domain.packages.StoredKey;
import org.entrepot.domain.packages.StoredPackage;
import org.entrepot.format.FormatException;
import org.entrepot.format.architecture.Architecture;
import org.entrepot.format.checksum.Checksums;
import org.entrepot.format.checksum.Md5;
import org.entrepot.format.checksum.Sha1;
import org.entrepot.format.checksum.Sha256;
import org.entrepot.format.checksum.Sha512;
import org.entrepot.format.deb822.Stanza;
import org.entrepot.format.packages.PackageKey;
import org.entrepot.format.version.Version;

/// Reads packages. The schema says what the tables hold.
public final class PackageReader {
  private static final String COLUMNS =
      "select id, kind, name, version, architecture, source_name, section, files_hash,"
          + " stanza_digest from package";
  static final String FILE_COLUMNS =
      "select package_id, name, size_bytes, md5, sha1, sha256, sha512 from package_file";
  private static final String FILES = FILE_COLUMNS + " where ${IDS} order by package_id, position";

  private final Session session;

  /// Reads in a transaction.
  public PackageReader(Session session) {
    this.session = session;
  }

  /// Light rows in any order, and the values that they share.
  private final class Rows {
    private final List<PackageRow> rows = new ArrayList<>();
    private final Map<String, Version> versions = new HashMap<>();
    private final Map<String, Architecture> architectures = new HashMap<>();
    private final Map<String, String> names = new HashMap<>();

    void read(IdBlocks.Block block) {
      var files = files(block);
      block.each(
          session,
          "read packages",
          COLUMNS + " where ${IDS} order by id",
          "id",
          (id, row) ->
              rows.add(
                  new PackageRow(
                      id,
                      PackageKind.valueOf(row.text()),
                      names.computeIfAbsent(row.text(), name -> name),
                      versions.computeIfAbsent(row.text(), Version::parseLenient),
                      architectures.computeIfAbsent(row.text(), Architecture::new),
                      names.computeIfAbsent(row.text(), name -> name),
                      names.computeIfAbsent(row.text(), name -> name),
                      row.number(),
                      Sha256.of(row.bytes()),
                      files.getOrDefault(id, List.of()))));
    }
  }

  /// Returns light rows in the order of indices.
  public List<PackageRow> rows(PackageSet ids) {
    var read = new Rows();
    new IdBlocks(ids).each(read::read);
    read.rows.sort(PackageRow.INDEX_ORDER);
    return List.copyOf(read.rows);
  }

  private static final String KEY_COLUMNS =
      "select id, name, version, architecture, files_hash from package";

  // With a name for fewer packages of a set than this, reading all its keys is cheaper than asking
  // for each name.
  private static final int PACKAGES_OF_NAME = 8;

  /// Makes keys of rows with [#KEY_COLUMNS].
  private static final class Keys {
    private final List<StoredKey> keys = new ArrayList<>();
    private final Map<String, Architecture> architectures = new HashMap<>();

    void read(int id, Row row) {
      var name = row.text();
      var version = row.text();
      var architecture = architectures.computeIfAbsent(row.text(), Architecture::new);
      keys.add(new StoredKey(id, new PackageKey(architecture, name, version, row.number())));
    }
  }

  /// Returns the keys of a set, by id.
  public List<StoredKey> keys(PackageSet ids) {
    var keys = new Keys();
    new IdBlocks(ids)
        .each(block ->
            block.each(
                session,
                "read the keys of packages",
                KEY_COLUMNS + " where ${IDS} order by id",
                "id",
                keys::read));
    return List.copyOf(keys.keys);
  }

  /// Returns the keys of those packages of a set that have one of these names.
  public List<StoredKey> keysNamed(Collection<String> names, PackageSet set) {
    if (names.size() > set.size() / PACKAGES_OF_NAME) {
      var wanted = new HashSet<>(names);
      return keys(set).stream().filter(stored -> wanted.contains(stored.key().name())).toList();
    }
    var keys = new Keys();
    session
        .call(
            "find the keys of packages by name",
            KEY_COLUMNS + " where " + session.dialect().in("name") + " order by id")
        .texts(names)
        .each(row -> {
          var id = row.integer();
          if (set.contains(id)) {
            keys.read(id, row);
          }
        });
    return List.copyOf(keys.keys);
  }

  /// Returns the architectures of packages.
  public Set<Architecture> architectures(PackageSet set) {
    var names = new HashSet<String>();
    new IdBlocks(set)
        .each(block ->
            block.each(
                session,
                "read the architectures of packages",
                "select id, architecture from package where ${IDS}",
                "id",
                (_, row) -> names.add(row.text())));
    return names.stream().map(Architecture::new).collect(Collectors.toUnmodifiableSet());
  }

  private record Head(
      int id, PackageKind kind, String name, Version version, Architecture architecture) {}

  /// Hands over what resolving dependencies needs of packages, by id.
  public void eachRelations(PackageSet ids, Consumer<PackageRelations> action) {
    var architectures = new HashMap<String, Architecture>();
    var decoded = new DecodedAhead<List<PackageRelations>>(ids, block -> block.forEach(action));
    new IdBlocks(ids)
        .each(block -> {
          var heads = new ArrayList<Head>(block.count());
          block.each(
              session,
              "read the names of packages",
              "select id, kind, name, version, architecture from package where ${IDS} order by id",
              "id",
              (id, row) ->
                  heads.add(
                      new Head(
                          id,
                          PackageKind.valueOf(row.text()),
                          row.text(),
                          Version.parseLenient(row.text()),
                          architectures.computeIfAbsent(row.text(), Architecture::new))));
          var stanzas = stanzas(block);
          decoded.add(() -> relations(heads, stanzas));
        });
    decoded.finish();
  }

  private static List<PackageRelations> relations(List<Head> heads, Map<Integer, byte[]> stanzas) {
    try (var packed = new PackedBytes()) {
      return heads.stream()
          .map(head ->
              PackageRelations.read(
                  head.id(),
                  head.kind(),
                  head.name(),
                  head.version(),
                  head.architecture(),
                  stanza(head.id(), stanzas, packed)))
          .toList();
    }
  }

  private Map<Integer, byte[]> stanzas(IdBlocks.Block block) {
    var stanzas = HashMap.<Integer, byte[]>newHashMap(block.count());
    block.each(
        session,
        "read the stanzas of packages",
        "select package_id, stanza from package_control where ${IDS}",
        "package_id",
        (id, row) -> stanzas.put(id, row.bytes()));
    return stanzas;
  }

  private static Stanza stanza(int id, Map<Integer, byte[]> stanzas, PackedBytes packed) {
    var stored = stanzas.get(id);
    if (stored == null) {
      throw CatalogFailure.corrupt("the catalog holds package %d without its stanza".formatted(id));
    }
    var plain = packed.unpack(stored);
    try {
      return plain.length == 0 ? Stanza.empty() : Stanza.parse(plain, "package " + id);
    } catch (FormatException e) {
      throw damaged(id, e);
    }
  }

  private static CatalogFailure damaged(int id, Exception e) {
    return CatalogFailure.corrupt(
        "the catalog holds a damaged package %d: %s".formatted(id, e.getMessage()));
  }

  private Map<Integer, List<PackageFile>> files(IdBlocks.Block block) {
    var files = HashMap.<Integer, List<PackageFile>>newHashMap(block.count());
    block.each(
        session,
        "read the files of packages",
        FILES,
        "package_id",
        (id, row) -> {
          var file = file(row);
          var before = files.putIfAbsent(id, List.of(file));
          if (before != null) {
            var more = new ArrayList<>(before);
            more.add(file);
            files.put(id, List.copyOf(more));
          }
        });
    return files;
  }

  /// Reads the columns after the id.
  static PackageFile file(Row row) {
    return new PackageFile(
        row.text(),
        new Checksums(
            row.number(),
            Md5.of(row.bytes()),
            Sha1.of(row.bytes()),
            Sha256.of(row.bytes()),
            Sha512.of(row.bytes())));
  }

  /// Returns the package of a row.
  public Optional<StoredPackage> find(int id) {
    return packages(PackageSet.of(id)).stream().findFirst();
  }

  /// Returns the packages of a set, by id.
  public List<StoredPackage> packages(PackageSet ids) {
    var packages = new ArrayList<StoredPackage>();
    each(ids, _ -> true, packages::add);
    return List.copyOf(packages);
  }

  /// Hands over those packages, by id, for which a test holds; it may be asked in another thread.
  public void each(
      PackageSet ids, Predicate<StoredPackage> wanted, Consumer<StoredPackage> action) {
    var decoded = new DecodedAhead<List<StoredPackage>>(ids, block -> block.forEach(action));
    new IdBlocks(ids)
        .each(block -> {
          var read = new Rows();
          read.read(block);
          var stanzas = stanzas(block);
          decoded.add(() -> values(read.rows, stanzas, wanted));
        });
    decoded.finish();
  }

  private static List<StoredPackage> values(
      List<PackageRow> rows, Map<Integer, byte[]> stanzas, Predicate<StoredPackage> wanted) {
    try (var packed = new PackedBytes()) {
      return rows.stream()
          .map(row -> new StoredPackage(row.id(), value(row, stanza(row.id(), stanzas, packed))))
          .filter(wanted)
          .toList();
    }
  }

  private static Package value(PackageRow row, Stanza stanza) {
    try {
      return new Package(
          row.kind(), row.name(), row.version(), row.architecture(), stanza, row.files());
    } catch (IllegalArgumentException e) {
      throw damaged(row.id(), e);
    }
  }

  /// Returns every row with this key, by id.
  public List<StoredPackage> byKey(PackageKey key) {
    var ids =
        session
            .call(
                "find packages by key",
                "select id from package where files_hash = ? and name = ? and version = ?"
                    + " and architecture = ?")
            .number(key.filesHash())
            .text(key.name())
            .text(key.version())
            .text(key.architecture().name())
            .list(Row::integer);
    return packages(set(ids));
  }

  private static PackageSet set(List<Integer> ids) {
    return PackageSet.of(ids.stream().mapToInt(Integer::intValue).toArray());
  }

  /// Returns the packages that have or provide a name.
  public PackageSet byName(String name) {
    return set(
        session
            .call(
                "find packages by name",
                "select id from package where name = ?"
                    + " union select package_id from package_provides where name = ?")
            .text(name)
            .text(name)
            .list(Row::integer));
  }

  /// Returns the packages that have one of these files.
  public PackageSet byFileName(Collection<String> names) {
    var ids = new ArrayList<Integer>();
    var all = List.copyOf(names);
    for (var from = 0; from < all.size(); from += 1000) {
      ids.addAll(
          session
              .call(
                  "find packages by file name",
                  "select package_id from package_file where " + session.dialect().in("name"))
              .texts(all.subList(from, Math.min(from + 1000, all.size())))
              .list(Row::integer));
    }
    return set(ids);
  }

  /// Returns the packages that have a file with this content.
  public PackageSet byContent(Sha256 content) {
    return set(
        session
            .call(
                "find packages by SHA-256", "select package_id from package_file where sha256 = ?")
            .bytes(content.bytes())
            .list(Row::integer));
  }

  /// Hands over the files of packages.
  public void eachFile(PackageSet ids, Consumer<PackageFile> action) {
    new IdBlocks(ids)
        .each(block -> {
          var files = new ArrayList<PackageFile>();
          block.each(
              session,
              "read the files of packages",
              FILES,
              "package_id",
              (_, row) -> files.add(file(row)));
          files.forEach(action);
        });
  }

  /// Returns every id.
  public PackageSet all() {
    return set(session.call("list packages", "select id from package").list(Row::integer));
  }

  /// Returns the paths in a package.
  public List<String> contents(int id) {
    var found = new ArrayList<String>();
    eachContents(PackageSet.of(id), (_, paths) -> found.addAll(paths));
    return List.copyOf(found);
  }

  /// Returns those of these packages whose paths are known.
  public PackageSet withContents(PackageSet ids) {
    var found = new ArrayList<Integer>();
    new IdBlocks(ids)
        .each(block ->
            block.each(
                session,
                "find packages with known paths",
                "select package_id from package_contents where ${IDS}",
                "package_id",
                (id, _) -> found.add(id)));
    return set(found);
  }

  /// Hands over the known paths of packages.
  public void eachContents(PackageSet ids, ContentsVisitor visitor) {
    try (var packed = new PackedBytes()) {
      new IdBlocks(ids)
          .each(block -> {
            var contents = new ArrayList<Map.Entry<Integer, byte[]>>();
            block.each(
                session,
                "read the contents of packages",
                "select package_id, paths from package_contents where ${IDS}"
                    + " order by package_id",
                "package_id",
                (id, row) -> contents.add(Map.entry(id, row.bytes())));
            contents.forEach(entry ->
                visitor.visit(entry.getKey(), PathList.parse(packed.unpack(entry.getValue()))));
          });
    }
  }
}
