package org.entrepot.catalog.table;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.entrepot.catalog.error.ConflictException;
import org.entrepot.catalog.error.StaleException;
import org.entrepot.catalog.sql.Call;
import org.entrepot.catalog.sql.Row;
import org.entrepot.catalog.sql.Session;
import org.entrepot.domain.name.SnapshotName;
import org.entrepot.domain.snapshot.Snapshot;
import org.entrepot.domain.snapshot.SourceKind;
import org.entrepot.format.checksum.Sha256;

/// Snapshots and what they were made from.
public final class SnapshotTable {
  private static final String COLUMNS =
      "select id, name, created_at, kind, description, origin, not_automatic,"
          + " but_automatic_upgrades, packages, package_count, files from snapshot ";
  private static final String SOURCES = "select snapshot_id, source_id from snapshot_source ";

  private final Session session;

  /// Works in a transaction.
  public SnapshotTable(Session session) {
    this.session = session;
  }

  private static Snapshot snapshot(Row row, Map<UUID, List<UUID>> sources) {
    var id = row.uuid();
    return new Snapshot(
        id,
        new SnapshotName(row.text()),
        row.instant(),
        SourceKind.valueOf(row.text()),
        sources.getOrDefault(id, List.of()),
        row.text(),
        row.text(),
        row.text(),
        row.text(),
        Sha256.of(row.bytes()),
        row.integer(),
        ArchiveFileTable.digest(row.maybeBytes()));
  }

  private static Map<UUID, List<UUID>> sources(Call call) {
    var sources = new HashMap<UUID, List<UUID>>();
    call.each(row -> sources.computeIfAbsent(row.uuid(), _ -> new ArrayList<>()).add(row.uuid()));
    return sources;
  }

  private static String words(SnapshotName name) {
    return "snapshot " + name;
  }

  /// Returns the snapshot of a name.
  public Optional<Snapshot> find(SnapshotName name) {
    return session
        .call("find a snapshot", "select id from snapshot where name = ?")
        .text(name.value())
        .first(Row::uuid)
        .flatMap(this::find);
  }

  /// Returns the snapshot with an id.
  public Optional<Snapshot> find(UUID id) {
    var sources =
        sources(
            session
                .call(
                    "read the sources of a snapshot",
                    SOURCES + "where snapshot_id = ? order by position")
                .uuid(id));
    return session
        .call("find a snapshot", COLUMNS + "where id = ?")
        .uuid(id)
        .first(row -> snapshot(row, sources));
  }

  /// Returns all snapshots, by name.
  public List<Snapshot> list() {
    var sources =
        sources(
            session.call(
                "read the sources of snapshots", SOURCES + "order by snapshot_id, position"));
    return session
        .call("list snapshots", COLUMNS + "order by name")
        .list(row -> snapshot(row, sources));
  }

  /// Returns the snapshots that were made from a source, by name.
  public List<Snapshot> from(UUID source) {
    return session
        .call(
            "find snapshots by source",
            "select id from snapshot where id in"
                + " (select snapshot_id from snapshot_source where source_id = ?) order by name")
        .uuid(source)
        .list(Row::uuid)
        .stream()
        .map(this::find)
        .flatMap(Optional::stream)
        .toList();
  }

  /// Makes a snapshot.
  public void insert(Snapshot snapshot) {
    requireFree(snapshot.name());
    new SetTable(session).requireStored(snapshot.packages());
    new ArchiveFileTable(session).requireStored(snapshot.files());
    session
        .call(
            "insert " + words(snapshot.name()),
            "insert into snapshot (id, name, created_at, kind, description, origin, not_automatic,"
                + " but_automatic_upgrades, packages, package_count, files, revision)"
                + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)")
        .uuid(snapshot.id())
        .text(snapshot.name().value())
        .instant(snapshot.createdAt())
        .text(snapshot.kind().name())
        .text(snapshot.description())
        .text(snapshot.origin())
        .text(snapshot.notAutomatic())
        .text(snapshot.butAutomaticUpgrades())
        .bytes(snapshot.packages().bytes())
        .number(snapshot.packageCount())
        .bytes(ArchiveFileTable.reference(snapshot.files()))
        .run();
    var call =
        session.call(
            "insert the sources of a snapshot",
            "insert into snapshot_source (snapshot_id, position, source_id) values (?, ?, ?)");
    var position = 0;
    for (var source : snapshot.sourceIds()) {
      call.uuid(snapshot.id()).number(position).uuid(source).add();
      position++;
    }
    call.runBatch();
  }

  private void requireFree(SnapshotName name) {
    if (find(name).isPresent()) {
      throw ConflictException.taken(words(name));
    }
  }

  /// Changes what may change of a snapshot.
  public void update(Snapshot before, Snapshot after) {
    if (!before.id().equals(after.id())
        || !before.packages().equals(after.packages())
        || !before.files().equals(after.files())
        || !before.sourceIds().equals(after.sourceIds())
        || !before.createdAt().equals(after.createdAt())) {
      throw new IllegalArgumentException(
          words(before.name()) + " cannot change its members, sources or age");
    }
    var revision = Revision.of(session, "snapshot", before.id());
    if (!find(before.id()).equals(Optional.of(before))) {
      throw new StaleException(words(before.name()));
    }
    if (!before.name().equals(after.name())) {
      requireFree(after.name());
    }
    var changed =
        session
            .call(
                "update " + words(before.name()),
                "update snapshot set name = ?, description = ?, origin = ?, not_automatic = ?,"
                    + " but_automatic_upgrades = ?, revision = revision + 1"
                    + " where id = ? and revision = ?")
            .text(after.name().value())
            .text(after.description())
            .text(after.origin())
            .text(after.notAutomatic())
            .text(after.butAutomaticUpgrades())
            .uuid(after.id())
            .number(revision)
            .run();
    if (changed != 1) {
      throw new StaleException(words(before.name()));
    }
  }

  /// Drops a snapshot.
  public void delete(UUID id) {
    var words = find(id).map(Snapshot::name).map(SnapshotTable::words).orElse("snapshot");
    var holders = new PublicationTable(session).namesOf(id);
    if (!holders.isEmpty()) {
      throw ConflictException.inUse(words, holders);
    }
    if (session.call("delete " + words, "delete from snapshot where id = ?").uuid(id).run() != 1) {
      throw new StaleException(words);
    }
  }
}
