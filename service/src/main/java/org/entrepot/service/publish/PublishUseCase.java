package org.entrepot.service.publish;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import org.entrepot.catalog.View;
import org.entrepot.catalog.packages.PackageRow;
import org.entrepot.domain.name.ComponentName;
import org.entrepot.domain.name.Distribution;
import org.entrepot.domain.name.PublicationPoint;
import org.entrepot.domain.publication.Publication;
import org.entrepot.domain.publication.PublicationOptions;
import org.entrepot.domain.publication.PublishedSource;
import org.entrepot.domain.publication.SourceGuess;
import org.entrepot.domain.publication.SourceLookup;
import org.entrepot.domain.publication.SourceNames;
import org.entrepot.domain.repository.Repository;
import org.entrepot.domain.snapshot.Snapshot;
import org.entrepot.domain.task.ResourceClaims;
import org.entrepot.format.architecture.Architecture;
import org.entrepot.service.Claims;
import org.entrepot.service.ErrorCode;
import org.entrepot.service.RepositoryException;
import org.entrepot.service.operation.PublicationOperation.Cleaning;
import org.entrepot.service.operation.PublicationOperation.Publish;
import org.entrepot.service.operation.PublicationOperation.Source;
import org.entrepot.service.publish.SourceObjects.SourceObject;
import org.entrepot.service.task.Completion;
import org.entrepot.service.task.Marker;
import org.entrepot.service.task.OperationContext;
import org.entrepot.service.task.UseCase;

/// Publishes repositories or snapshots for the first time. Components and the distribution are
/// guessed where they are not given: from what all the repositories behind the sources agree on
/// (spec domain 8.1).
public final class PublishUseCase implements UseCase<Publish> {
  private final Publisher publisher;
  private final PublishSettings settings;
  private final IntentRecovery recovery;

  public PublishUseCase(Publisher publisher, PublishSettings settings, IntentRecovery recovery) {
    this.publisher = publisher;
    this.settings = settings;
    this.recovery = recovery;
  }

  /// What a request means at an instant.
  private record Plan(PublicationPoint point, SortedMap<ComponentName, SourceObject> sources) {}

  @Override
  public void validate(Publish operation, View view) {
    requireFree(view, plan(operation, view).point());
  }

  @Override
  public ResourceClaims resources(Publish operation, View view) {
    var claims = new Claims(view).publishes(plan(operation, view).point());
    return SourceObjects.claim(claims, operation.kind(), operation.sources()).build();
  }

  @Override
  public Completion run(Publish operation, OperationContext context) throws IOException {
    PublicationPoint point = context.read(view -> plan(operation, view).point());
    recovery.settleAt(context, point);
    Publication publication =
        context.read(view -> {
          Plan plan = plan(operation, view);
          requireFree(view, plan.point());
          requireChangeable(operation, plan, view);
          return publication(operation, plan, view, context);
        });
    return publisher.publish(
        context,
        new Publisher.Change(
            Optional.empty(),
            publication,
            operation.conflicts(),
            Cleaning.CLEAN,
            operation.signing(),
            publication.sources().keySet().stream().map(ComponentName::value).toList()));
  }

  /// Refuses attributes for an archive that its owner has signed.
  private static void requireChangeable(Publish operation, Plan plan, View view) {
    boolean asIs =
        plan.sources().values().stream()
            .flatMap(source -> view.findSnapshot(source.id()).stream())
            .anyMatch(snapshot -> view.archiveFiles(snapshot.files()).isAsIs());
    if (asIs) {
      AsIsArchive.requireUnchanged(operation.attributes());
    }
  }

  private static void requireFree(View view, PublicationPoint point) {
    view.findPublication(point)
        .ifPresent(other -> {
          throw new RepositoryException(
              ErrorCode.PLACE_TAKEN,
              "prefix/distribution already used by another published repo: %s; update, switch or drop it"
                  .formatted(other.point()));
        });
  }

  private Publication publication(
      Publish operation, Plan plan, View view, OperationContext context) {
    var sources = new TreeMap<ComponentName, PublishedSource>();
    plan.sources().forEach((component, object) -> sources.put(component, object.published()));
    PublicationOptions options =
        PublicationAttributes.apply(
            inherited(PublicationAttributes.defaults(settings), plan, view),
            operation.attributes());
    return new Publication(
        UUID.randomUUID(),
        plan.point(),
        operation.kind(),
        sources,
        architectures(operation, plan, view, context),
        options,
        Optional.empty(),
        0,
        context.now());
  }

  /// What every published snapshot says alike of its upstream.
  private static PublicationOptions inherited(PublicationOptions options, Plan plan, View view) {
    List<Snapshot> snapshots =
        plan.sources().values().stream()
            .flatMap(source -> view.findSnapshot(source.id()).stream())
            .toList();
    if (snapshots.size() != plan.sources().size()) {
      return options;
    }
    return options.toBuilder()
        .origin(common(snapshots, Snapshot::origin))
        .notAutomatic(common(snapshots, Snapshot::notAutomatic))
        .butAutomaticUpgrades(common(snapshots, Snapshot::butAutomaticUpgrades))
        .build();
  }

  private static String common(List<Snapshot> snapshots, Function<Snapshot, String> attribute) {
    List<String> values = snapshots.stream().map(attribute).distinct().toList();
    return values.size() == 1 ? values.getFirst() : "";
  }

  private List<Architecture> architectures(
      Publish operation, Plan plan, View view, OperationContext context) {
    List<String> given =
        operation.architectures().isEmpty() ? settings.architectures() : operation.architectures();
    if (!given.isEmpty()) {
      return given.stream().map(PublishUseCase::architecture).toList();
    }
    var present = new TreeSet<Architecture>();
    for (SourceObject source : plan.sources().values()) {
      List<PackageRow> rows = view.rows(view.set(source.packages()));
      if (rows.isEmpty()) {
        context.output(
            Marker.WARNING,
            "source %s is empty: nothing to publish from it".formatted(source.name()));
      }
      rows.stream()
          .map(PackageRow::architecture)
          .filter(architecture -> !architecture.isAll())
          .forEach(present::add);
    }
    if (present.isEmpty()) {
      throw new RepositoryException(
          ErrorCode.INVALID_REQUEST,
          "unable to figure out list of architectures, as the sources hold no package of a specific"
              + " one; please supply explicit list with -architectures");
    }
    return List.copyOf(present);
  }

  private static Architecture architecture(String name) {
    if (!Architecture.isValid(name)) {
      throw new RepositoryException(
          ErrorCode.INVALID_NAME, "\"%s\" is not the name of an architecture".formatted(name));
    }
    return new Architecture(name);
  }

  private static Plan plan(Publish operation, View view) {
    if (operation.sources().isEmpty()) {
      throw new RepositoryException(
          ErrorCode.INVALID_REQUEST, "publish from no source? Name a local repo or snapshot");
    }
    var sources = new TreeMap<ComponentName, SourceObject>();
    var names = new ArrayList<SourceNames>();
    for (Source source : operation.sources()) {
      SourceObject object = SourceObjects.require(view, operation.kind(), source.name());
      SourceNames known = SourceGuess.names(object.kind(), object.id(), lookup(view));
      names.add(known);
      var component =
          source.component().isEmpty()
              ? SourceGuess.component(known, operation.sources().size())
                  .orElseThrow(() -> unknownComponent(source.name()))
              : new ComponentName(source.component());
      if (sources.put(component, object) != null) {
        throw new RepositoryException(
            ErrorCode.INVALID_REQUEST,
            "duplicate component name: %s; name a component for each source with -component"
                .formatted(component));
      }
    }
    Distribution distribution =
        operation
            .distribution()
            .filter(text -> !text.isEmpty())
            .map(Distribution::new)
            .or(() -> SourceGuess.distribution(names))
            .orElseThrow(() ->
                new RepositoryException(
                    ErrorCode.INVALID_REQUEST,
                    "unable to guess distribution name, please specify explicitly with"
                        + " -distribution"));
    return new Plan(
        new PublicationPoint(operation.storage(), operation.prefix(), distribution), sources);
  }

  private static RepositoryException unknownComponent(String sourceName) {
    return new RepositoryException(
        ErrorCode.INVALID_REQUEST,
        "unable to figure out component name of source %s, please supply it with -component"
            .formatted(sourceName));
  }

  private static SourceLookup lookup(View view) {
    return new SourceLookup() {
      @Override
      public Optional<Repository> findRepository(UUID id) {
        return view.findRepository(id);
      }

      @Override
      public Optional<Snapshot> findSnapshot(UUID id) {
        return view.findSnapshot(id);
      }

      @Override
      public Optional<SourceNames> findMirror(UUID id) {
        return view.findMirror(id)
            .map(mirror ->
                new SourceNames(
                    new TreeSet<>(
                        mirror.upstream().isFlat()
                            ? List.of()
                            : List.of(mirror.upstream().distribution())),
                    new TreeSet<>(mirror.upstream().components())));
      }
    };
  }
}
