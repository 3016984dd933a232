package org.entrepot.catalog.table;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.entrepot.catalog.error.ConflictException;
import org.entrepot.catalog.error.StaleException;
import org.entrepot.catalog.publication.Generation;
import org.entrepot.catalog.publication.PublishIntent;
import org.entrepot.catalog.publication.ReleaseText;
import org.entrepot.catalog.sql.Row;
import org.entrepot.catalog.sql.Session;
import org.entrepot.domain.name.ComponentName;
import org.entrepot.domain.name.Distribution;
import org.entrepot.domain.name.Prefix;
import org.entrepot.domain.name.PublicationPoint;
import org.entrepot.domain.name.StorageName;
import org.entrepot.domain.publication.PoolLayout;
import org.entrepot.format.checksum.Sha256;

/// Changes of targets that have begun.
public final class IntentTable {
  private final Session session;

  /// Works in a transaction.
  public IntentTable(Session session) {
    this.session = session;
  }

  /// Returns all, the oldest first.
  public List<PublishIntent> list() {
    var sets = sets();
    return session
        .call(
            "list publish intents",
            "select id, storage, prefix, distribution, publication_id, state, task_id, created_at,"
                + " steps, has_generation, number, generation_created_at, pool_layout, files,"
                + " release_text, release_signature, in_release from publish_intent order by"
                + " created_at, id")
        .list(row -> intent(row, sets));
  }

  private Map<UUID, SortedMap<ComponentName, Sha256>> sets() {
    var sets = new HashMap<UUID, SortedMap<ComponentName, Sha256>>();
    session
        .call(
            "read the sets of publish intents",
            "select intent_id, component, packages from publish_intent_set")
        .each(row ->
            sets.computeIfAbsent(row.uuid(), _ -> new TreeMap<>())
                .put(new ComponentName(row.text()), Sha256.of(row.bytes())));
    return sets;
  }

  private static PublishIntent intent(Row row, Map<UUID, SortedMap<ComponentName, Sha256>> sets) {
    var id = row.uuid();
    var point =
        new PublicationPoint(
            new StorageName(row.text()), new Prefix(row.text()), new Distribution(row.text()));
    var publication = row.uuid();
    var state = PublishIntent.State.valueOf(row.text());
    var task = row.number();
    var createdAt = row.instant();
    var steps = FileListCodec.steps(row.bytes());
    var hasGeneration = row.flag();
    var generation =
        new Generation(
            row.number(),
            row.instant(),
            PoolLayout.valueOf(row.text()),
            sets.getOrDefault(id, new TreeMap<>()),
            FileListCodec.indexFiles(row.bytes()),
            new ReleaseText(row.text(), row.text(), row.text()));
    return new PublishIntent(
        id,
        point,
        publication,
        state,
        task,
        createdAt,
        hasGeneration ? Optional.of(generation) : Optional.empty(),
        steps);
  }

  /// Announces a change.
  public void insert(PublishIntent intent) {
    if (list().stream().anyMatch(other -> other.point().equals(intent.point()))) {
      throw ConflictException.taken("an unfinished change of publication " + intent.point());
    }
    write(intent);
  }

  private void write(PublishIntent intent) {
    var generation =
        intent
            .generation()
            .orElse(
                new Generation(
                    0,
                    intent.createdAt(),
                    PoolLayout.SHARED,
                    new TreeMap<>(),
                    List.of(),
                    ReleaseText.NONE));
    session
        .call(
            "insert a publish intent",
            "insert into publish_intent (id, storage, prefix, distribution, publication_id, state,"
                + " task_id, created_at, steps, has_generation, number, generation_created_at,"
                + " pool_layout, files, release_text, release_signature, in_release)"
                + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .uuid(intent.id())
        .text(intent.point().storage().value())
        .text(intent.point().prefix().path())
        .text(intent.point().distribution().value())
        .uuid(intent.publicationId())
        .text(intent.state().name())
        .number(intent.taskId())
        .instant(intent.createdAt())
        .bytes(FileListCodec.steps(intent.steps()))
        .flag(intent.generation().isPresent())
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
            "insert the sets of a publish intent",
            "insert into publish_intent_set (intent_id, component, packages) values (?, ?, ?)");
    var known = new SetTable(session);
    generation
        .sets()
        .forEach((component, set) -> {
          known.requireStored(set);
          call.uuid(intent.id()).text(component.value()).bytes(set.bytes()).add();
        });
    call.runBatch();
  }

  /// Replaces an announced change.
  public void update(PublishIntent intent) {
    if (!delete(intent.id())) {
      throw new StaleException("the change of publication " + intent.point());
    }
    write(intent);
  }

  /// Forgets a change, and returns whether it was there.
  public boolean delete(UUID id) {
    return session
            .call("delete a publish intent", "delete from publish_intent where id = ?")
            .uuid(id)
            .run()
        == 1;
  }
}
