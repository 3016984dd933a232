package org.entrepot.catalog.table;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.entrepot.catalog.error.ConflictException;
import org.entrepot.catalog.error.StaleException;
import org.entrepot.catalog.sql.Call;
import org.entrepot.catalog.sql.Row;
import org.entrepot.catalog.sql.Session;
import org.entrepot.domain.name.ComponentName;
import org.entrepot.domain.name.Distribution;
import org.entrepot.domain.name.Prefix;
import org.entrepot.domain.name.PublicationPoint;
import org.entrepot.domain.name.StorageName;
import org.entrepot.domain.publication.PendingSources;
import org.entrepot.domain.publication.Publication;
import org.entrepot.domain.publication.PublishedSource;
import org.entrepot.domain.snapshot.SourceKind;
import org.entrepot.format.architecture.Architecture;
import org.entrepot.format.checksum.Sha256;

/// Publications with their present and staged sources.
public final class PublicationTable {
  private static final String COLUMNS =
      "select id, storage, prefix, distribution, kind, architectures, options, has_pending,"
          + " generation, created_at from publication ";
  private static final String ORDER = " order by storage, prefix, distribution";

  private final Session session;

  /// Works in a transaction.
  public PublicationTable(Session session) {
    this.session = session;
  }

  /// The row of a publication, before its sources are known.
  private record Head(
      UUID id,
      PublicationPoint point,
      SourceKind kind,
      List<Architecture> architectures,
      String options,
      boolean hasPending,
      long generation,
      Instant createdAt) {
    static Head of(Row row) {
      return new Head(
          row.uuid(),
          new PublicationPoint(
              new StorageName(row.text()), new Prefix(row.text()), new Distribution(row.text())),
          SourceKind.valueOf(row.text()),
          TextCodec.read(row.text()).stream().map(Architecture::new).toList(),
          row.text(),
          row.flag(),
          row.number(),
          row.instant());
    }

    Publication with(Sources sources) {
      return new Publication(
          id,
          point,
          kind,
          sources.present,
          architectures,
          OptionsCodec.read(options),
          hasPending ? Optional.of(new PendingSources(sources.pending)) : Optional.empty(),
          generation,
          createdAt);
    }
  }

  private static final class Sources {
    private final SortedMap<ComponentName, PublishedSource> present = new TreeMap<>();
    private final SortedMap<ComponentName, UUID> pending = new TreeMap<>();
  }

  private static String words(PublicationPoint point) {
    return "publication " + point;
  }

  private List<Publication> publications(Call call) {
    var heads = call.list(Head::of);
    // One publication is read by its key, many by one statement for all.
    var sources = heads.size() == 1 ? sources(heads.getFirst().id()) : sources();
    return heads.stream()
        .map(head -> head.with(sources.getOrDefault(head.id(), new Sources())))
        .toList();
  }

  private Map<UUID, Sources> sources(UUID publication) {
    return sources(sourcesCall(" where publication_id = ?").uuid(publication));
  }

  private Map<UUID, Sources> sources() {
    return sources(sourcesCall(""));
  }

  private Call sourcesCall(String where) {
    return session.call(
        "read the sources of publications",
        "select publication_id, pending, component, coalesce(repository_id, snapshot_id), packages"
            + " from publication_source"
            + where);
  }

  private static Map<UUID, Sources> sources(Call call) {
    var sources = new HashMap<UUID, Sources>();
    call.each(row -> {
      var of = sources.computeIfAbsent(row.uuid(), _ -> new Sources());
      var pending = row.flag();
      var component = new ComponentName(row.text());
      var source = row.uuid();
      if (pending) {
        of.pending.put(component, source);
      } else {
        of.present.put(component, new PublishedSource(source, Sha256.of(row.bytes())));
      }
    });
    return sources;
  }

  /// Returns the publication at a point.
  public Optional<Publication> find(PublicationPoint point) {
    return publications(
            session
                .call(
                    "find a publication",
                    COLUMNS + "where storage = ? and prefix = ? and distribution = ?")
                .text(point.storage().value())
                .text(point.prefix().path())
                .text(point.distribution().value()))
        .stream()
        .findFirst();
  }

  /// Returns the publication with an id.
  public Optional<Publication> find(UUID id) {
    return publications(session.call("find a publication", COLUMNS + "where id = ?").uuid(id))
        .stream()
        .findFirst();
  }

  /// Returns all publications.
  public List<Publication> list() {
    return publications(session.call("list publications", COLUMNS + ORDER));
  }

  /// Returns the publications that publish a source, or will.
  public List<Publication> of(UUID source) {
    return publications(
        session
            .call(
                "find publications by source",
                COLUMNS
                    + "where id in (select publication_id from publication_source"
                    + " where repository_id = ? or snapshot_id = ?)"
                    + ORDER)
            .uuid(source)
            .uuid(source));
  }

  /// Returns the publications below a prefix.
  public List<Publication> at(StorageName storage, Prefix prefix) {
    return publications(
        session
            .call(
                "find publications by prefix", COLUMNS + "where storage = ? and prefix = ?" + ORDER)
            .text(storage.value())
            .text(prefix.path()));
  }

  /// Returns those who publish a source, in words.
  List<String> namesOf(UUID source) {
    return of(source).stream().map(one -> words(one.point())).toList();
  }

  /// Makes a publication.
  public void insert(Publication publication) {
    requireFree(publication.point());
    requireSources(publication);
    bind(
            publication,
            session.call(
                "insert " + words(publication.point()),
                "insert into publication (storage, prefix, distribution, kind, architectures,"
                    + " options, has_pending, generation, created_at, id, revision)"
                    + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)"))
        .run();
    insertSources(publication);
  }

  private void requireFree(PublicationPoint point) {
    if (find(point).isPresent()) {
      throw ConflictException.taken(words(point));
    }
  }

  private void requireSources(Publication publication) {
    var sources = new ArrayList<UUID>();
    var sets = new SetTable(session);
    for (var source : publication.sources().values()) {
      sources.add(source.sourceId());
      sets.requireStored(source.packages());
    }
    publication.pending().ifPresent(pending -> sources.addAll(pending.sources().values()));
    for (var source : sources) {
      var exists =
          switch (publication.kind()) {
            case REPOSITORY -> new RepositoryTable(session).find(source).isPresent();
            case SNAPSHOT -> new SnapshotTable(session).find(source).isPresent();
            case MIRROR -> false;
          };
      if (!exists) {
        throw ConflictException.missing(
            "the source %s of %s".formatted(source, words(publication.point())));
      }
    }
  }

  private static Call bind(Publication publication, Call call) {
    var architectures =
        publication.architectures().stream()
            .map(Architecture::name)
            .collect(Collectors.collectingAndThen(Collectors.toList(), TextCodec::write));
    return call.text(publication.point().storage().value())
        .text(publication.point().prefix().path())
        .text(publication.point().distribution().value())
        .text(publication.kind().name())
        .text(architectures)
        .text(OptionsCodec.write(publication.options()))
        .flag(publication.pending().isPresent())
        .number(publication.generation())
        .instant(publication.createdAt())
        .uuid(publication.id());
  }

  private void insertSources(Publication publication) {
    var call =
        session.call(
            "insert the sources of a publication",
            "insert into publication_source (publication_id, pending, component, repository_id,"
                + " snapshot_id, packages) values (?, ?, ?, ?, ?, ?)");
    publication
        .sources()
        .forEach((component, source) ->
            bindSource(publication, 0, component, source.sourceId(), call)
                .bytes(source.packages().bytes())
                .add());
    publication
        .pending()
        .ifPresent(pending ->
            pending
                .sources()
                .forEach((component, source) ->
                    bindSource(publication, 1, component, source, call).noBytes().add()));
    call.runBatch();
  }

  private static Call bindSource(
      Publication publication, int pending, ComponentName component, UUID source, Call call) {
    var repository =
        publication.kind() == SourceKind.REPOSITORY ? Optional.of(source) : Optional.<UUID>empty();
    var snapshot = repository.isPresent() ? Optional.<UUID>empty() : Optional.of(source);
    return call.uuid(publication.id())
        .number(pending)
        .text(component.value())
        .uuid(repository)
        .uuid(snapshot);
  }

  /// Changes a publication.
  public void update(Publication before, Publication after) {
    if (!before.id().equals(after.id())) {
      throw new IllegalArgumentException("the id of " + words(before.point()) + " cannot change");
    }
    var revision = Revision.of(session, "publication", before.id());
    if (!find(before.id()).equals(Optional.of(before))) {
      throw new StaleException(words(before.point()));
    }
    if (!before.point().equals(after.point())) {
      requireFree(after.point());
    }
    requireSources(after);
    var changed =
        bind(
                after,
                session.call(
                    "update " + words(before.point()),
                    "update publication set storage = ?, prefix = ?, distribution = ?, kind = ?,"
                        + " architectures = ?, options = ?, has_pending = ?, generation = ?,"
                        + " created_at = ?, revision = revision + 1"
                        + " where id = ? and revision = ?"))
            .number(revision)
            .run();
    if (changed != 1) {
      throw new StaleException(words(before.point()));
    }
    session
        .call(
            "replace the sources of a publication",
            "delete from publication_source where publication_id = ?")
        .uuid(after.id())
        .run();
    insertSources(after);
  }

  /// Drops a publication.
  public void delete(UUID id) {
    var words = find(id).map(Publication::point).map(PublicationTable::words).orElse("publication");
    if (session.call("delete " + words, "delete from publication where id = ?").uuid(id).run()
        != 1) {
      throw new StaleException(words);
    }
  }
}
