package org.entrepot.cli.command;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.entrepot.catalog.View;
import org.entrepot.catalog.packages.PackageRow;
import org.entrepot.cli.output.JsonWriter;
import org.entrepot.domain.mirror.Mirror;
import org.entrepot.domain.mirror.MirrorPart;
import org.entrepot.domain.mirror.Selection;
import org.entrepot.domain.mirror.SkippedCheck;
import org.entrepot.domain.mirror.Upstream;
import org.entrepot.domain.name.ComponentName;
import org.entrepot.domain.packages.PackageSet;
import org.entrepot.domain.publication.ByHash;
import org.entrepot.domain.publication.ContentsIndices;
import org.entrepot.domain.publication.PoolLayout;
import org.entrepot.domain.publication.Publication;
import org.entrepot.domain.publication.PublicationOptions;
import org.entrepot.domain.publication.PublishedSource;
import org.entrepot.domain.repository.Repository;
import org.entrepot.domain.snapshot.Difference;
import org.entrepot.domain.snapshot.Snapshot;
import org.entrepot.domain.snapshot.SourceKind;
import org.entrepot.format.architecture.Architecture;
import org.entrepot.service.mirror.RunningUpdate;
import org.entrepot.service.operation.OperationResult.SnapshotState;
import org.entrepot.service.publish.SourceObjects;

/// How objects look to people and to programs (spec cli 4.5, 9, 11).
final class Shapes {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  /// What the peer prints for a mirror that was never updated.
  private static final Instant NEVER = Instant.parse("0001-01-01T00:00:00Z");

  private Shapes() {}

  static String time(Instant instant) {
    return TIME.format(instant);
  }

  /// The word of the peer for what a snapshot was made from, or a publication publishes.
  static String kind(SourceKind kind) {
    return switch (kind) {
      case MIRROR -> "repo";
      case REPOSITORY -> "local";
      case SNAPSHOT -> "snapshot";
    };
  }

  /// The word for a kind of difference.
  static String word(Difference.Change change) {
    return change.name().toLowerCase(Locale.ROOT);
  }

  /// Display names of the packages of a set, in index order.
  static List<String> packages(View view, PackageSet set) {
    return view.rows(set).stream().map(PackageRow::displayName).toList();
  }

  /// The same in the order of their bytes, as JSON has them.
  static List<String> sortedPackages(View view, PackageSet set) {
    return packages(view, set).stream().sorted().toList();
  }

  static JsonWriter repository(JsonWriter json, Repository repository) {
    return json.member("Name", repository.name().value())
        .member("Comment", repository.comment())
        .member("DefaultDistribution", repository.defaultDistribution())
        .member("DefaultComponent", repository.defaultComponent());
  }

  static void mirror(JsonWriter json, View view, Mirror mirror) {
    Upstream upstream = mirror.upstream();
    json.member("UUID", mirror.id().toString())
        .member("Name", mirror.name().value())
        .member("ArchiveRoot", upstream.root().value())
        .member("Distribution", upstream.distribution());
    if (upstream.isFlat()) {
      json.name("Components").none();
    } else {
      json.member("Components", upstream.components());
    }
    json.member("Architectures", upstream.architectures());
    json.name("Meta").beginObject();
    mirror.state().meta().forEach(json::member);
    Optional<RunningUpdate> update = RunningUpdate.find(view, mirror.id());
    Selection selection = mirror.selection();
    json.endObject()
        .member("LastDownloadDate", mirror.state().lastDownload().orElse(NEVER))
        .member("Filter", selection.filter())
        .member("Status", update.isPresent() ? 1 : 0)
        .member("WorkerPID", update.map(RunningUpdate::processId).orElse(0L))
        .member("FilterWithDeps", selection.withDependencies())
        .member("SkipComponentCheck", selection.skips(SkippedCheck.COMPONENTS))
        .member("SkipArchitectureCheck", selection.skips(SkippedCheck.ARCHITECTURES))
        .member("DownloadSources", selection.has(MirrorPart.SOURCES))
        .member("DownloadUdebs", selection.has(MirrorPart.UDEBS))
        .member("DownloadInstaller", selection.has(MirrorPart.INSTALLER))
        .member("DownloadAppStream", selection.has(MirrorPart.APPSTREAM));
    if (selection.has(MirrorPart.AS_IS)) {
      json.member("AsIs", true);
    }
    if (!selection.hasUsualTranslations()) {
      json.member("Translations", selection.translations());
    }
  }

  static JsonWriter snapshotHead(JsonWriter json, Snapshot snapshot) {
    return json.member("Name", snapshot.name().value())
        .member("CreatedAt", snapshot.createdAt())
        .member("SourceKind", kind(snapshot.kind()));
  }

  static JsonWriter snapshotTail(JsonWriter json, View view, Snapshot snapshot) {
    json.member("Description", snapshot.description())
        .member("Origin", snapshot.origin())
        .member("NotAutomatic", snapshot.notAutomatic())
        .member("ButAutomaticUpgrades", snapshot.butAutomaticUpgrades());
    SortedMap<String, String> files = SnapshotState.of(view, snapshot).appStreamFiles();
    if (!files.isEmpty()) {
      json.name("AppStreamFiles").beginObject();
      files.forEach(json::member);
      json.endObject();
    }
    return json;
  }

  static void publication(JsonWriter json, View view, Publication publication) {
    PublicationOptions options = publication.options();
    json.beginObject()
        .member("AcquireByHash", options.byHash() == ByHash.ENABLED)
        .member(
            "Architectures", publication.architectures().stream().map(Architecture::name).toList())
        .member("ButAutomaticUpgrades", options.butAutomaticUpgrades())
        .member("Codename", options.codename())
        .member("Distribution", publication.point().distribution().value())
        .member("Label", options.label())
        .member("MultiDist", options.poolLayout() == PoolLayout.PER_DISTRIBUTION)
        .member("NotAutomatic", options.notAutomatic())
        .member("Origin", options.origin())
        .member("Path", publication.point().toString())
        .member("Prefix", publication.point().prefix().path())
        .member("SignedBy", options.signedBy())
        .member("SkipContents", options.contents() == ContentsIndices.SKIPPED)
        .member("SourceKind", kind(publication.kind()));
    json.name("Sources").beginArray();
    publication
        .sources()
        .forEach((component, source) ->
            source(json, component, sourceName(view, publication, source.sourceId())));
    json.endArray()
        .member("Storage", publication.point().storage().value())
        .member("Suite", options.suite())
        .member("Version", options.version())
        .endObject();
  }

  static void source(JsonWriter json, ComponentName component, String name) {
    json.beginObject().member("Component", component.value()).member("Name", name).endObject();
  }

  /// The name that a source has now.
  static String sourceName(View view, Publication publication, UUID id) {
    return SourceObjects.find(view, publication.kind(), id)
        .map(SourceObjects.SourceObject::name)
        .orElse("(dropped)");
  }

  /// `prefix/distribution (options) [architectures] publishes {component: source}, …`.
  static String rendered(View view, Publication publication) {
    PublicationOptions options = publication.options();
    var set =
        Stream.of(
                Map.entry("origin", options.origin()),
                Map.entry("notautomatic", options.notAutomatic()),
                Map.entry("butautomaticupgrades", options.butAutomaticUpgrades()),
                Map.entry("label", options.label()),
                Map.entry("suite", options.suite()),
                Map.entry("codename", options.codename()))
            .filter(entry -> !entry.getValue().isEmpty())
            .map(entry -> entry.getKey() + ": " + entry.getValue())
            .toList();
    String extra = set.isEmpty() ? "" : " (" + String.join(", ", set) + ")";
    String architectures =
        String.join(", ", publication.architectures().stream().map(Architecture::name).toList());
    String sources =
        String.join(
            ", ",
            publication.sources().entrySet().stream()
                .map(entry ->
                    "{%s: %s}"
                        .formatted(
                            entry.getKey(), renderedSource(view, publication, entry.getValue())))
                .toList());
    return "%s%s [%s] publishes %s".formatted(publication.point(), extra, architectures, sources);
  }

  private static String renderedSource(View view, Publication publication, PublishedSource source) {
    return switch (publication.kind()) {
      case REPOSITORY ->
          view.findRepository(source.sourceId()).map(Repository::displayName).orElse("(dropped)");
      case SNAPSHOT ->
          view.findSnapshot(source.sourceId()).map(Snapshot::displayName).orElse("(dropped)");
      case MIRROR -> "(mirror)";
    };
  }
}
