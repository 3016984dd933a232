package org.entrepot.service.takeover.aptly;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.entrepot.domain.mirror.ArchiveFiles;
import org.entrepot.domain.mirror.ArchiveUrl;
import org.entrepot.domain.mirror.Mirror;
import org.entrepot.domain.mirror.MirrorPart;
import org.entrepot.domain.mirror.MirrorState;
import org.entrepot.domain.mirror.Selection;
import org.entrepot.domain.mirror.SkippedCheck;
import org.entrepot.domain.mirror.Trust;
import org.entrepot.domain.mirror.Upstream;
import org.entrepot.domain.name.ComponentName;
import org.entrepot.domain.name.Distribution;
import org.entrepot.domain.name.InvalidNameException;
import org.entrepot.domain.name.MirrorName;
import org.entrepot.domain.name.Prefix;
import org.entrepot.domain.name.PublicationPoint;
import org.entrepot.domain.name.RepositoryName;
import org.entrepot.domain.name.SnapshotName;
import org.entrepot.domain.name.StorageName;
import org.entrepot.domain.packages.PackageSet;
import org.entrepot.domain.publication.ByHash;
import org.entrepot.domain.publication.ContentsIndices;
import org.entrepot.domain.publication.PendingSources;
import org.entrepot.domain.publication.PoolLayout;
import org.entrepot.domain.publication.Publication;
import org.entrepot.domain.publication.PublicationOptions;
import org.entrepot.domain.publication.PublishedSource;
import org.entrepot.domain.query.PackageQuery;
import org.entrepot.domain.query.QueryException;
import org.entrepot.domain.repository.Repository;
import org.entrepot.domain.snapshot.Snapshot;
import org.entrepot.domain.snapshot.SourceKind;
import org.entrepot.format.architecture.Architecture;
import org.entrepot.format.checksum.DeclaredChecksums;
import org.entrepot.format.compression.Compression;
import org.entrepot.format.text.ByteText;
import org.entrepot.service.RepositoryException;
import org.entrepot.service.importing.UploaderRulesText;
import org.entrepot.service.operation.TakeoverOperation.ImportAptly;
import org.entrepot.service.takeover.predecessor.FoundPackage.FoundFile;
import org.entrepot.service.takeover.predecessor.FoundPublication;
import org.entrepot.service.takeover.predecessor.Inventory;
import org.entrepot.service.takeover.predecessor.Inventory.Found;
import org.entrepot.service.takeover.predecessor.Inventory.Left;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// Reads the records of mirrors, repositories, snapshots and publications. Used once.
final class AptlyInventory {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final AptlyRoot root;
  private final ImportAptly places;
  private final Map<UUID, Found<Repository>> repositories = new LinkedHashMap<>();
  private final Map<UUID, Found<Snapshot>> snapshots = new LinkedHashMap<>();
  private final List<Found<Mirror>> mirrors = new ArrayList<>();
  private final List<FoundPublication> publications = new ArrayList<>();
  private final List<Left> left = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  AptlyInventory(AptlyRoot root, ImportAptly places) {
    this.root = root;
    this.places = places;
  }

  Inventory read() throws IOException {
    if (root.isLogCut()) {
      notes.add(
          "the last record of aptly's database was only written in part, as when aptly was killed:"
              + " what it began then is missing");
    }
    each("R", "mirror", this::mirror);
    each("L", "local repo", this::repository);
    each("S", "snapshot", this::snapshot);
    each("U", "publication", this::publication);
    return new Inventory(
        mirrors,
        List.copyOf(repositories.values()),
        List.copyOf(snapshots.values()),
        publications,
        left,
        notes);
  }

  private interface Reader {
    void read(AptlyRecord record) throws IOException;
  }

  /// A record that breaks our rules for names and the like is left; a damaged one ends everything.
  private void each(String prefix, String what, Reader reader) throws IOException {
    root.forEachRow(
        prefix,
        (id, value) -> {
          AptlyRecord record = AptlyRecord.of(value, what + " " + id);
          try {
            reader.read(record);
          } catch (IllegalArgumentException e) {
            left.add(new Left(what + " " + name(record, id), reasonOf(e)));
          }
        });
  }

  private static String name(AptlyRecord record, String id) throws IOException {
    String name = record.text("Name");
    return visible(name.isEmpty() ? id : name);
  }

  private static String visible(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }

  private static String reasonOf(IllegalArgumentException e) {
    String reason = visible(String.valueOf(e.getMessage()));
    return e instanceof InvalidNameException
        ? reason + "; give it another name in aptly, or go without it"
        : reason;
  }

  private void mirror(AptlyRecord record) throws IOException {
    UUID id = record.id("UUID");
    var name = new MirrorName(record.text("Name"));
    var parts = EnumSet.noneOf(MirrorPart.class);
    add(record, "DownloadSources", MirrorPart.SOURCES, parts);
    add(record, "DownloadUdebs", MirrorPart.UDEBS, parts);
    add(record, "DownloadInstaller", MirrorPart.INSTALLER, parts);
    add(record, "DownloadAppStream", MirrorPart.APPSTREAM, parts);
    var skipped = EnumSet.noneOf(SkippedCheck.class);
    add(record, "SkipComponentCheck", SkippedCheck.COMPONENTS, skipped);
    add(record, "SkipArchitectureCheck", SkippedCheck.ARCHITECTURES, skipped);
    String filter = record.text("Filter");
    checkFilter(name, filter);
    SortedMap<String, String> meta = readable(record.textsByName("Meta"));
    Optional<Instant> updated = record.instant("LastDownloadDate");
    var mirror =
        new Mirror(
            id,
            name,
            new Upstream(
                List.of(new ArchiveUrl(withoutPassword(record.text("ArchiveRoot"), name))),
                record.text("Distribution"),
                record.texts("Components"),
                record.texts("Architectures")),
            new Selection(filter, record.flag("FilterWithDeps"), parts, skipped, List.of()),
            Trust.DEFAULT,
            new MirrorState(
                meta,
                updated.isPresent() || !root.hasList(id.toString())
                    ? updated
                    : Optional.of(Instant.EPOCH),
                Optional.empty(),
                ArchiveFiles.NONE.digest(),
                PackageSet.empty().digest(),
                0));
    mirrors.add(new Found<>(mirror, id.toString(), along(record)));
  }

  private static <E> void add(AptlyRecord record, String member, E part, Set<E> parts)
      throws IOException {
    if (record.flag(member)) {
      parts.add(part);
    }
  }

  private static SortedMap<String, String> readable(SortedMap<String, String> texts) {
    var readable = new TreeMap<String, String>();
    texts.forEach((name, text) -> readable.put(ByteText.readable(name), ByteText.readable(text)));
    return readable;
  }

  private void checkFilter(MirrorName name, String filter) {
    try {
      if (!filter.isEmpty()) {
        PackageQuery.parse(filter);
      }
    } catch (QueryException e) {
      notes.add(
          "the filter of mirror %s cannot be read, so change it before its next update: %s"
              .formatted(name, e.getMessage()));
    }
  }

  /// Passwords are not kept in clear.
  private String withoutPassword(String url, MirrorName name) {
    String stripped = url.replaceFirst("^([a-z+]+://[^/@:]*):[^/@]*@", "$1@");
    if (!stripped.equals(url)) {
      notes.add(
          "the password in the URL of mirror %s stays behind: write it to auth.conf before its next update"
              .formatted(name));
    }
    return stripped;
  }

  private void repository(AptlyRecord record) throws IOException {
    UUID id = record.id("UUID");
    var name = new RepositoryName(record.text("Name"));
    var repository =
        new Repository(
            id,
            name,
            record.text("Comment"),
            record.text("DefaultDistribution"),
            record.text("DefaultComponent"),
            uploaders(record, name),
            PackageSet.empty().digest(),
            0);
    repositories.put(id, new Found<>(repository, id.toString()));
  }

  /// The rules as JSON. What cannot be read refuses every upload, so it is kept.
  private String uploaders(AptlyRecord record, RepositoryName name) throws IOException {
    Optional<AptlyRecord> uploaders = record.record("Uploaders");
    if (uploaders.isEmpty()) {
      return "";
    }
    var rules = new ArrayList<Map<String, @Nullable Object>>();
    for (AptlyRecord rule : uploaders.get().records("rules")) {
      var json = new LinkedHashMap<String, @Nullable Object>();
      json.put("condition", rule.text("condition"));
      for (String list : List.of("allow", "deny")) {
        json.put(list, rule.has(list) ? rule.texts(list) : null);
      }
      rules.add(json);
    }
    var json = new LinkedHashMap<String, Object>();
    json.put("groups", uploaders.get().listsByName("groups"));
    json.put("rules", rules);
    String text = JSON.writeValueAsString(json);
    try {
      return UploaderRulesText.compact(text, "of local repo " + name);
    } catch (RepositoryException e) {
      notes.add(
          "local repo %s refuses uploads until its rules for uploaders are mended: %s"
              .formatted(name, e.getMessage()));
      return text;
    }
  }

  private void snapshot(AptlyRecord record) throws IOException {
    UUID id = record.id("UUID");
    var sources = new ArrayList<UUID>();
    for (String source : record.texts("SourceIDs")) {
      sources.add(UUID.fromString(source));
    }
    var name = new SnapshotName(record.text("Name"));
    var snapshot =
        new Snapshot(
            id,
            name,
            record.instant("CreatedAt").orElse(Instant.EPOCH),
            switch (record.text("SourceKind")) {
              case "repo" -> SourceKind.MIRROR;
              case "local" -> SourceKind.REPOSITORY;
              default -> SourceKind.SNAPSHOT;
            },
            sources,
            record.text("Description"),
            record.text("Origin"),
            record.text("NotAutomatic"),
            record.text("ButAutomaticUpgrades"),
            PackageSet.empty().digest(),
            0,
            ArchiveFiles.NONE.digest());
    snapshots.put(id, new Found<>(snapshot, id.toString(), along(record)));
  }

  /// Metadata of programs (DEP-11), which aptly keeps in its pool.
  private List<FoundFile> along(AptlyRecord record) throws IOException {
    var files = new ArrayList<FoundFile>();
    for (Map.Entry<String, String> file : record.textsByName("AppStreamFiles").entrySet()) {
      files.add(
          new FoundFile(
              file.getKey(), List.of(root.inPool(file.getValue())), DeclaredChecksums.NONE));
    }
    return files;
  }

  private void publication(AptlyRecord record) throws IOException {
    String storage = record.text("Storage");
    String where =
        (storage.isEmpty() ? "" : storage + ":")
            + record.text("Prefix")
            + "/"
            + record.text("Distribution");
    try {
      publications.add(publication(record, new StorageName(storage)));
    } catch (IllegalArgumentException e) {
      left.add(new Left("publication " + visible(where), reasonOf(e)));
    }
  }

  private FoundPublication publication(AptlyRecord record, StorageName storage) throws IOException {
    UUID id = record.id("UUID");
    var point =
        new PublicationPoint(
            storage,
            Prefix.parse(record.text("Prefix")),
            new Distribution(record.text("Distribution")));
    SourceKind kind =
        record.text("SourceKind").equals("local") ? SourceKind.REPOSITORY : SourceKind.SNAPSHOT;
    var sources = new TreeMap<ComponentName, PublishedSource>();
    var lists = new TreeMap<ComponentName, String>();
    for (Map.Entry<String, String> source : sources(record).entrySet()) {
      var component = new ComponentName(source.getKey());
      UUID sourceId = UUID.fromString(source.getValue());
      requireSource(kind, sourceId, component);
      sources.put(component, new PublishedSource(sourceId, PackageSet.empty().digest()));
      lists.put(
          component, kind == SourceKind.SNAPSHOT ? sourceId.toString() : ownList(id, component));
    }
    var publication =
        new Publication(
            id,
            point,
            kind,
            sources,
            architectures(record),
            options(record),
            pending(record, point, kind),
            0,
            Instant.EPOCH);
    if (!places.published().containsKey(storage.value())) {
      notes.add(
          "publication %s is taken for published where %s is here; if it lies elsewhere, name aptly's configuration with -aptly-config"
              .formatted(point, storage));
    }
    Optional<Path> directory =
        Optional.ofNullable(places.published().get(storage.value()))
            .map(tree ->
                tree.resolve(point.prefix().path())
                    .resolve("dists")
                    .resolve(point.distribution().value())
                    .normalize());
    return new FoundPublication(publication, lists, directory, List.of());
  }

  private static SortedMap<String, String> sources(AptlyRecord record) throws IOException {
    SortedMap<String, String> sources = record.textsByName("Sources");
    if (!sources.isEmpty() || record.text("SnapshotUUID").isEmpty()) {
      return sources;
    }
    String component = record.text("Component");
    return new TreeMap<>(
        Map.of(component.isEmpty() ? "main" : component, record.text("SnapshotUUID")));
  }

  private void requireSource(SourceKind kind, UUID id, ComponentName component) {
    boolean known =
        kind == SourceKind.SNAPSHOT ? snapshots.containsKey(id) : repositories.containsKey(id);
    if (!known) {
      throw new IllegalArgumentException(
          "the %s of its component %s does not come either"
              .formatted(kind == SourceKind.SNAPSHOT ? "snapshot" : "local repo", component));
    }
  }

  /// Before aptly 0.6 publications had one list, without the name of the component.
  private String ownList(UUID id, ComponentName component) throws IOException {
    String list = id.toString() + component;
    return root.hasList(list) || !root.hasList(id.toString()) ? list : id.toString();
  }

  private static List<Architecture> architectures(AptlyRecord record) throws IOException {
    var architectures = new ArrayList<Architecture>();
    for (String name : record.texts("Architectures")) {
      if (!Architecture.isValid(name)) {
        throw new IllegalArgumentException(
            "\"%s\" is not the name of an architecture".formatted(visible(name)));
      }
      architectures.add(new Architecture(name));
    }
    return architectures;
  }

  private static PublicationOptions options(AptlyRecord record) throws IOException {
    var compressions = new ArrayList<>(List.of(Compression.NONE, Compression.GZIP));
    if (!record.flag("SkipBz2")) {
      compressions.add(Compression.BZIP2);
    }
    return PublicationOptions.builder()
        .origin(record.text("Origin"))
        .label(record.text("Label"))
        .suite(record.text("Suite"))
        .codename(record.text("Codename"))
        .version(record.text("Version"))
        .signedBy(record.text("SignedBy"))
        .notAutomatic(record.text("NotAutomatic"))
        .butAutomaticUpgrades(record.text("ButAutomaticUpgrades"))
        .contents(record.flag("SkipContents") ? ContentsIndices.SKIPPED : ContentsIndices.WRITTEN)
        .byHash(record.flag("AcquireByHash") ? ByHash.ENABLED : ByHash.DISABLED)
        .poolLayout(record.flag("MultiDist") ? PoolLayout.PER_DISTRIBUTION : PoolLayout.SHARED)
        .compressions(compressions)
        .build();
  }

  private Optional<PendingSources> pending(
      AptlyRecord record, PublicationPoint point, SourceKind kind) throws IOException {
    Optional<AptlyRecord> revision = record.record("Revision");
    if (revision.isEmpty()) {
      return Optional.empty();
    }
    Map<String, UUID> known = new HashMap<>();
    if (kind == SourceKind.SNAPSHOT) {
      snapshots.forEach((id, found) -> known.put(found.value().name().value(), id));
    } else {
      repositories.forEach((id, found) -> known.put(found.value().name().value(), id));
    }
    var sources = new TreeMap<ComponentName, UUID>();
    for (Map.Entry<String, String> source : revision.get().textsByName("Sources").entrySet()) {
      UUID id = known.get(source.getValue());
      if (id == null) {
        left.add(
            new Left(
                "the pending changes of publication " + point,
                "they name %s, which does not come".formatted(visible(source.getValue()))));
        return Optional.empty();
      }
      sources.put(new ComponentName(source.getKey()), id);
    }
    return Optional.of(new PendingSources(sources));
  }
}
