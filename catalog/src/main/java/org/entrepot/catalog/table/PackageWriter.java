package org.entrepot.catalog.table;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.entrepot.catalog.packages.NewPackage;
import org.entrepot.catalog.packages.SweptPackages;
import org.entrepot.catalog.sql.Session;
import org.entrepot.domain.packages.Package;
import org.entrepot.domain.packages.PackageFile;
import org.entrepot.domain.packages.PackageSet;
import org.entrepot.domain.packages.Provision;
import org.entrepot.format.checksum.Sha256;
import org.entrepot.format.text.ByteText;

/// Adds and sweeps packages.
public final class PackageWriter {
  private static final int BATCH = 2000;

  private final Session session;

  /// Writes in a transaction.
  public PackageWriter(Session session) {
    this.session = session;
  }

  private record Identity(
      long filesHash,
      Sha256 stanza,
      String name,
      String version,
      String architecture,
      String kind) {
    static Identity of(Package value) {
      return new Identity(
          value.filesHash().value(),
          value.stanzaDigest(),
          value.name(),
          value.version().toString(),
          value.architecture().name(),
          value.kind().name());
    }
  }

  /// Stores packages and returns their ids, in the same order.
  public int[] add(List<NewPackage> packages) {
    var ids = new int[packages.size()];
    try (var packed = new PackedBytes()) {
      for (var from = 0; from < packages.size(); from += BATCH) {
        var part = packages.subList(from, Math.min(from + BATCH, packages.size()));
        System.arraycopy(addPart(part, packed), 0, ids, from, part.size());
      }
    }
    return ids;
  }

  private int[] addPart(List<NewPackage> part, PackedBytes packed) {
    var identities = part.stream().map(one -> Identity.of(one.value())).toList();
    var known = find(identities);
    var fresh = new LinkedHashSet<Identity>();
    for (var identity : identities) {
      if (!known.containsKey(identity)) {
        fresh.add(identity);
      }
    }
    var firstId = fresh.isEmpty() ? 0 : CounterTable.take(session, "package", fresh.size());
    var old = Set.copyOf(known.values());
    for (var identity : fresh) {
      known.put(identity, Math.toIntExact(firstId));
      firstId++;
    }
    var ids = new int[part.size()];
    var rows = new TreeMap<Integer, NewPackage>();
    var contents = new HashMap<Integer, List<String>>();
    for (var i = 0; i < ids.length; i++) {
      ids[i] = known.getOrDefault(identities.get(i), 0);
      rows.putIfAbsent(ids[i], part.get(i));
      if (!part.get(i).contents().isEmpty()) {
        contents.putIfAbsent(ids[i], part.get(i).contents());
      }
    }
    rows.keySet().removeAll(old);
    insert(rows, packed);
    insertContents(contents, old, packed);
    return ids;
  }

  private Map<Identity, Integer> find(List<Identity> identities) {
    var known = new HashMap<Identity, Integer>();
    session
        .call(
            "find packages by identity",
            "select id, files_hash, stanza_digest, name, version, architecture, kind from package"
                + " where "
                + session.dialect().in("files_hash"))
        .numbers(identities.stream().mapToLong(Identity::filesHash).distinct().toArray())
        .each(row -> {
          var id = row.integer();
          var identity =
              new Identity(
                  row.number(),
                  Sha256.of(row.bytes()),
                  row.text(),
                  row.text(),
                  row.text(),
                  row.text());
          known.put(identity, id);
        });
    return known;
  }

  private void insert(SortedMap<Integer, NewPackage> rows, PackedBytes packed) {
    if (rows.isEmpty()) {
      return;
    }
    insertRows(rows);
    insertControl(rows, packed);
    insertFiles(rows);
    insertProvides(rows);
  }

  private void insertRows(SortedMap<Integer, NewPackage> rows) {
    var call =
        session.call(
            "insert packages",
            "insert into package (id, kind, name, version, version_key, architecture, source_name,"
                + " section, files_hash, stanza_digest) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    for (var entry : rows.entrySet()) {
      var value = entry.getValue().value();
      call.number(entry.getKey())
          .text(value.kind().name())
          .text(value.name())
          .text(value.version().toString())
          .bytes(value.version().sortKey())
          .text(value.architecture().name())
          .text(value.sourceName())
          .text(ByteText.readable(value.control().text("Section")))
          .number(value.filesHash().value())
          .bytes(value.stanzaDigest().bytes())
          .add();
    }
    call.runBatch();
  }

  private void insertControl(SortedMap<Integer, NewPackage> rows, PackedBytes packed) {
    var call =
        session.call(
            "insert stanzas", "insert into package_control (package_id, stanza) values (?, ?)");
    for (var entry : rows.entrySet()) {
      call.number(entry.getKey())
          .bytes(packed.pack(entry.getValue().value().control().toBytes()))
          .add();
    }
    call.runBatch();
  }

  private void insertFiles(SortedMap<Integer, NewPackage> rows) {
    var call =
        session.call(
            "insert files of packages",
            "insert into package_file (package_id, position, name, size_bytes, md5, sha1, sha256,"
                + " sha512) values (?, ?, ?, ?, ?, ?, ?, ?)");
    for (var entry : rows.entrySet()) {
      var position = 0;
      for (var file : entry.getValue().value().files()) {
        var checksums = file.checksums();
        call.number(entry.getKey())
            .number(position)
            .text(file.name())
            .number(checksums.sizeBytes())
            .bytes(checksums.md5().bytes())
            .bytes(checksums.sha1().bytes())
            .bytes(checksums.sha256().bytes())
            .bytes(checksums.sha512().bytes())
            .add();
        position++;
      }
    }
    call.runBatch();
  }

  private void insertProvides(SortedMap<Integer, NewPackage> rows) {
    var call =
        session.call(
            "insert provided names",
            "insert into package_provides (name, package_id) values (?, ?)");
    for (var entry : rows.entrySet()) {
      for (var name : providedNames(entry.getValue().value())) {
        call.text(name).number(entry.getKey()).add();
      }
    }
    call.runBatch();
  }

  private static Set<String> providedNames(Package value) {
    return value.provides().stream().map(Provision::name).collect(Collectors.toSet());
  }

  private void insertContents(
      Map<Integer, List<String>> contents, Set<Integer> old, PackedBytes packed) {
    var candidates =
        PackageSet.of(contents.keySet().stream().filter(old::contains).mapToInt(Integer::intValue));
    contents.keySet().removeIf(new PackageReader(session).withContents(candidates)::contains);
    if (contents.isEmpty()) {
      return;
    }
    var call =
        session.call(
            "insert contents of packages",
            "insert into package_contents (package_id, paths) values (?, ?)");
    for (var id : contents.keySet().stream().sorted().toList()) {
      call.number(id)
          .bytes(packed.pack(PathList.bytes(contents.getOrDefault(id, List.of()))))
          .add();
    }
    call.runBatch();
  }

  /// Removes every package that is neither in `keep` nor in a stored set.
  public SweptPackages sweep(PackageSet keep) {
    var reader = new PackageReader(session);
    var unused = reader.all().minus(keep).minus(new SetTable(session).members());
    var files = new LinkedHashSet<PackageFile>();
    reader.eachFile(unused, files::add);
    for (var table :
        List.of("package_file", "package_control", "package_contents", "package_provides")) {
      delete(unused, table, "package_id");
    }
    delete(unused, "package", "id");
    return new SweptPackages(unused, unnamed(files));
  }

  private void delete(PackageSet ids, String table, String column) {
    new IdBlocks(ids)
        .each(block ->
            session
                .call(
                    "sweep " + table,
                    "delete from " + table + " where " + session.dialect().in(column))
                .numbers(block.list())
                .run());
  }

  private List<PackageFile> unnamed(Set<PackageFile> files) {
    var unnamed = new LinkedHashSet<>(files);
    var names = files.stream().map(PackageFile::name).distinct().toList();
    for (var from = 0; from < names.size(); from += BATCH) {
      session
          .call(
              "find files by name",
              PackageReader.FILE_COLUMNS + " where " + session.dialect().in("name"))
          .texts(names.subList(from, Math.min(from + BATCH, names.size())))
          .each(row -> {
            row.integer();
            unnamed.remove(PackageReader.file(row));
          });
    }
    return List.copyOf(unnamed);
  }
}
