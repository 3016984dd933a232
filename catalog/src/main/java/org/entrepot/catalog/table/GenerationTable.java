package org.entrepot.catalog.table;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.entrepot.catalog.publication.Generation;
import org.entrepot.catalog.publication.ReleaseText;
import org.entrepot.catalog.sql.Session;
import org.entrepot.domain.name.ComponentName;
import org.entrepot.domain.publication.PoolLayout;
import org.entrepot.format.checksum.Sha256;

/// The states that publications were or are in.
public final class GenerationTable {
  private final Session session;

  /// Works in a transaction.
  public GenerationTable(Session session) {
    this.session = session;
  }

  /// Returns the generations of a publication, the oldest first.
  public List<Generation> list(UUID publication) {
    var sets = sets(publication);
    return session
        .call(
            "list generations",
            "select number, created_at, pool_layout, files, release_text, release_signature,"
                + " in_release from generation where publication_id = ? order by number")
        .uuid(publication)
        .list(row -> {
          var number = row.number();
          return new Generation(
              number,
              row.instant(),
              PoolLayout.valueOf(row.text()),
              sets.getOrDefault(number, new TreeMap<>()),
              FileListCodec.indexFiles(row.bytes()),
              new ReleaseText(row.text(), row.text(), row.text()));
        });
  }

  private Map<Long, SortedMap<ComponentName, Sha256>> sets(UUID publication) {
    var sets = new TreeMap<Long, SortedMap<ComponentName, Sha256>>();
    session
        .call(
            "read the sets of generations",
            "select number, component, packages from generation_set where publication_id = ?")
        .uuid(publication)
        .each(row ->
            sets.computeIfAbsent(row.number(), _ -> new TreeMap<>())
                .put(new ComponentName(row.text()), Sha256.of(row.bytes())));
    return sets;
  }

  /// Adds a generation.
  public void insert(UUID publication, Generation generation) {
    var known = new SetTable(session);
    generation.sets().values().forEach(known::requireStored);
    session
        .call(
            "insert a generation",
            "insert into generation (publication_id, number, created_at, pool_layout, files,"
                + " release_text, release_signature, in_release) values (?, ?, ?, ?, ?, ?, ?, ?)")
        .uuid(publication)
        .number(generation.number())
        .instant(generation.createdAt())
        .text(generation.poolLayout().name())
        .bytes(FileListCodec.indexFiles(generation.files()))
        .text(generation.release().release())
        .text(generation.release().signature())
        .text(generation.release().inRelease())
        .run();
    var call =
        session.call(
            "insert the sets of a generation",
            "insert into generation_set (publication_id, number, component, packages)"
                + " values (?, ?, ?, ?)");
    generation
        .sets()
        .forEach((component, set) ->
            call.uuid(publication)
                .number(generation.number())
                .text(component.value())
                .bytes(set.bytes())
                .add());
    call.runBatch();
  }

  /// Forgets generations.
  public void delete(UUID publication, List<Long> numbers) {
    for (var number : numbers) {
      session
          .call(
              "delete a generation",
              "delete from generation where publication_id = ? and number = ?")
          .uuid(publication)
          .number(number)
          .run();
    }
  }
}
