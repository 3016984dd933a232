package org.entrepot.catalog.table;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.entrepot.catalog.error.ConflictException;
import org.entrepot.catalog.error.StaleException;
import org.entrepot.catalog.sql.Call;
import org.entrepot.catalog.sql.Row;
import org.entrepot.catalog.sql.Session;
import org.entrepot.domain.mirror.Mirror;
import org.entrepot.domain.name.MirrorName;
import org.entrepot.format.checksum.Sha256;

/// Mirrors.
public final class MirrorTable {
  private static final String COLUMNS =
      "select id, name, upstream, selection, trust, state, packages, package_count, files from"
          + " mirror ";

  private final Session session;

  /// Works in a transaction.
  public MirrorTable(Session session) {
    this.session = session;
  }

  private static Mirror mirror(Row row) {
    return new Mirror(
        row.uuid(),
        new MirrorName(row.text()),
        MirrorCodec.upstream(row.text()),
        MirrorCodec.selection(row.text()),
        MirrorCodec.trust(row.text()),
        MirrorCodec.state(
            row.text(),
            Sha256.of(row.bytes()),
            row.integer(),
            ArchiveFileTable.digest(row.maybeBytes())));
  }

  private static String words(MirrorName name) {
    return "mirror " + name;
  }

  /// Returns the mirror of a name.
  public Optional<Mirror> find(MirrorName name) {
    return session
        .call("find a mirror", COLUMNS + "where name = ?")
        .text(name.value())
        .first(MirrorTable::mirror);
  }

  /// Returns the mirror with an id.
  public Optional<Mirror> find(UUID id) {
    return session
        .call("find a mirror", COLUMNS + "where id = ?")
        .uuid(id)
        .first(MirrorTable::mirror);
  }

  /// Returns all mirrors, by name.
  public List<Mirror> list() {
    return session.call("list mirrors", COLUMNS + "order by name").list(MirrorTable::mirror);
  }

  /// Makes a mirror.
  public void insert(Mirror mirror) {
    requireFree(mirror.name());
    new SetTable(session).requireStored(mirror.state().packages());
    new ArchiveFileTable(session).requireStored(mirror.state().files());
    bind(
            mirror,
            session.call(
                "insert " + words(mirror.name()),
                "insert into mirror (name, upstream, selection, trust, state, packages,"
                    + " package_count, files, id, revision)"
                    + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, 1)"))
        .run();
  }

  private static Call bind(Mirror mirror, Call call) {
    return call.text(mirror.name().value())
        .text(MirrorCodec.write(mirror.upstream()))
        .text(MirrorCodec.write(mirror.selection()))
        .text(MirrorCodec.write(mirror.trust()))
        .text(MirrorCodec.write(mirror.state()))
        .bytes(mirror.state().packages().bytes())
        .number(mirror.state().packageCount())
        .bytes(ArchiveFileTable.reference(mirror.state().files()))
        .uuid(mirror.id());
  }

  private void requireFree(MirrorName name) {
    if (find(name).isPresent()) {
      throw ConflictException.taken(words(name));
    }
  }

  /// Changes a mirror.
  public void update(Mirror before, Mirror after) {
    if (!before.id().equals(after.id())) {
      throw new IllegalArgumentException("the id of " + words(before.name()) + " cannot change");
    }
    var revision = Revision.of(session, "mirror", before.id());
    if (!find(before.id()).equals(Optional.of(before))) {
      throw new StaleException(words(before.name()));
    }
    if (!before.name().equals(after.name())) {
      requireFree(after.name());
    }
    new SetTable(session).requireStored(after.state().packages());
    new ArchiveFileTable(session).requireStored(after.state().files());
    var changed =
        bind(
                after,
                session.call(
                    "update " + words(before.name()),
                    "update mirror set name = ?, upstream = ?, selection = ?, trust = ?,"
                        + " state = ?, packages = ?, package_count = ?, files = ?,"
                        + " revision = revision + 1"
                        + " where id = ? and revision = ?"))
            .number(revision)
            .run();
    if (changed != 1) {
      throw new StaleException(words(before.name()));
    }
  }

  /// Drops a mirror. Snapshots that were made from it stay, and remember its id.
  public void delete(UUID id) {
    var words = find(id).map(Mirror::name).map(MirrorTable::words).orElse("mirror");
    if (session.call("delete " + words, "delete from mirror where id = ?").uuid(id).run() != 1) {
      throw new StaleException(words);
    }
  }
}
