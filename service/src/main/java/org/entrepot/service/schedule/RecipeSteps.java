package org.entrepot.service.schedule;

import java.time.Clock;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.entrepot.catalog.View;
import org.entrepot.domain.access.NamePattern;
import org.entrepot.domain.mirror.Mirror;
import org.entrepot.domain.name.ComponentName;
import org.entrepot.domain.name.PublicationPoint;
import org.entrepot.domain.name.SnapshotName;
import org.entrepot.domain.publication.Publication;
import org.entrepot.domain.publication.PublishedSource;
import org.entrepot.domain.retention.SnapshotPlan;
import org.entrepot.domain.retention.SnapshotPolicy;
import org.entrepot.domain.snapshot.Snapshot;
import org.entrepot.domain.snapshot.SourceKind;
import org.entrepot.service.Caller;
import org.entrepot.service.Entrepot;
import org.entrepot.service.ErrorCode;
import org.entrepot.service.Objects;
import org.entrepot.service.RepositoryException;
import org.entrepot.service.Secrets;
import org.entrepot.service.operation.Execution;
import org.entrepot.service.operation.Fetching;
import org.entrepot.service.operation.Force;
import org.entrepot.service.operation.MirrorOperation.Digests;
import org.entrepot.service.operation.MirrorOperation.Present;
import org.entrepot.service.operation.MirrorOperation.SnapshotMirror;
import org.entrepot.service.operation.MirrorOperation.UpdateMirror;
import org.entrepot.service.operation.Operation;
import org.entrepot.service.operation.OperationResult;
import org.entrepot.service.operation.OperationResult.MirrorUpdated;
import org.entrepot.service.operation.PublicationOperation.Attributes;
import org.entrepot.service.operation.PublicationOperation.Cleaning;
import org.entrepot.service.operation.PublicationOperation.Conflicts;
import org.entrepot.service.operation.PublicationOperation.Publish;
import org.entrepot.service.operation.PublicationOperation.Source;
import org.entrepot.service.operation.PublicationOperation.Switch;
import org.entrepot.service.operation.Recipe;
import org.entrepot.service.operation.SnapshotOperation.RetainSnapshots;
import org.entrepot.service.task.TaskListener;

/// One run of a recipe. Each step looks at what there is, so a run after one that failed half-way
/// does what is missing, and a run when nothing has changed changes nothing. For one thread.
final class RecipeSteps {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd", Locale.ROOT);
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HHmmss", Locale.ROOT);

  private final Entrepot store;
  private final Caller caller;
  private final Recipe recipe;
  private final Clock clock;
  private final TaskListener listener;
  private final Consumer<String> told;

  /// `told` hears what is done, a phrase each.
  RecipeSteps(
      Entrepot store,
      Caller caller,
      Recipe recipe,
      Clock clock,
      TaskListener listener,
      Consumer<String> told) {
    this.store = store;
    this.caller = caller;
    this.recipe = recipe;
    this.clock = clock;
    this.listener = listener;
    this.told = told;
  }

  /// Returns whether anything was changed.
  ///
  /// @param check called before each step but the first; ends the run by an exception
  boolean run(Runnable check) {
    boolean changed = update();
    if (!recipe.makesSnapshots()) {
      return changed;
    }
    Optional<Snapshot> present = store.view(this::latest);
    check.run();
    Snapshot snapshot = present.orElseGet(this::freeze);
    changed |= present.isEmpty();
    for (PublicationPoint point : store.view(view -> points(view, snapshot))) {
      check.run();
      changed |= publish(point, snapshot);
    }
    if (recipe.keep().isPresent()) {
      check.run();
      retain(recipe.keep().get());
    }
    return changed;
  }

  private OperationResult done(Operation operation) {
    return store.run(operation, caller, Secrets.NONE, listener).require();
  }

  private boolean update() {
    var updated =
        (MirrorUpdated)
            done(
                new UpdateMirror(
                    recipe.mirror(),
                    Optional.of(recipe.signatures().orElse(store.mirrorDefaults().signatures())),
                    List.of(),
                    Set.of(),
                    Digests.VERIFY,
                    recipe.missing(),
                    Present.LOOK,
                    false,
                    Force.REFUSE_IF_USED,
                    store.mirrorDefaults().dependencies(),
                    Fetching.CONFIGURED));
    boolean changed = updated.change() == MirrorUpdated.Change.CHANGED;
    told.accept(
        changed
            ? "mirror %s updated: %d packages, %d files fetched"
                .formatted(recipe.mirror(), updated.packageCount(), updated.downloadedFiles())
            : "mirror %s unchanged".formatted(recipe.mirror()));
    updated.leftOut().forEach(told);
    return changed;
  }

  /// The newest snapshot of the mirror that holds what the mirror holds now.
  private Optional<Snapshot> latest(View view) {
    Mirror mirror = Objects.requireMirror(view, recipe.mirror());
    return view.snapshotsFrom(mirror.id()).stream()
        .filter(it -> it.kind() == SourceKind.MIRROR)
        .filter(it -> it.packages().equals(mirror.state().packages()))
        .filter(it -> it.files().equals(mirror.state().files()))
        .max(Comparator.comparing(Snapshot::createdAt));
  }

  private Snapshot freeze() {
    ZonedDateTime now = clock.instant().atZone(ZoneOffset.UTC);
    String first = Recipe.filled(recipe.snapshotForm(), DATE.format(now), TIME.format(now));
    var name = new SnapshotName(first);
    for (int i = 2; isTaken(name); i++) {
      name = new SnapshotName(first + "-" + i);
    }
    done(new SnapshotMirror(name, recipe.mirror(), Optional.empty()));
    told.accept("snapshot " + name);
    SnapshotName made = name;
    return store.view(view -> Objects.requireSnapshot(view, made));
  }

  private boolean isTaken(SnapshotName name) {
    return store.view(view -> view.findSnapshot(name)).isPresent();
  }

  /// Where the snapshot shall be seen.
  private List<PublicationPoint> points(View view, Snapshot snapshot) {
    if (recipe.publish().isPresent()) {
      return List.of(recipe.publish().get());
    }
    if (recipe.everywhere() == Recipe.Everywhere.LEAVE) {
      return List.of();
    }
    return view.publications().stream()
        .filter(it -> it.kind() == SourceKind.SNAPSHOT)
        .filter(it -> !components(view, it, snapshot).isEmpty())
        .map(Publication::point)
        .toList();
  }

  /// Components that show a snapshot of the mirror.
  private static List<ComponentName> components(
      View view, Publication publication, Snapshot snapshot) {
    UUID mirror = snapshot.sourceIds().getFirst();
    var found = new ArrayList<ComponentName>();
    publication
        .sources()
        .forEach((component, source) -> {
          Optional<Snapshot> shown = view.findSnapshot(source.sourceId());
          if (shown.filter(it -> it.sourceIds().contains(mirror)).isPresent()) {
            found.add(component);
          }
        });
    return found;
  }

  private boolean publish(PublicationPoint point, Snapshot snapshot) {
    Optional<Publication> present = store.view(view -> view.findPublication(point));
    if (present.isEmpty()) {
      done(
          new Publish(
              SourceKind.SNAPSHOT,
              List.of(new Source("", snapshot.name().value())),
              point.storage(),
              point.prefix(),
              Optional.of(point.distribution().value()),
              List.of(),
              Attributes.NONE,
              Conflicts.REFUSE,
              recipe.signing()));
      told.accept("published to " + point);
      return true;
    }
    List<Source> sources = store.view(view -> behind(view, present.get(), snapshot));
    if (sources.isEmpty()) {
      return false;
    }
    done(
        new Switch(
            point, sources, Attributes.NONE, Conflicts.REFUSE, Cleaning.CLEAN, recipe.signing()));
    told.accept("switched " + point);
    return true;
  }

  /// The components that do not show what the snapshot holds, to be switched.
  private List<Source> behind(View view, Publication publication, Snapshot snapshot) {
    if (publication.kind() != SourceKind.SNAPSHOT) {
      throw new RepositoryException(
          ErrorCode.INVALID_REQUEST,
          "%s publishes local repos, so no snapshot can take their place"
              .formatted(publication.point()));
    }
    List<ComponentName> components = components(view, publication, snapshot);
    if (components.isEmpty() && publication.sources().size() == 1) {
      components = List.of(publication.sources().firstKey());
    }
    if (components.isEmpty()) {
      throw new RepositoryException(
          ErrorCode.INVALID_REQUEST,
          "no component of %s shows mirror %s; switch one of %s to a snapshot of it once"
              .formatted(
                  publication.point(),
                  recipe.mirror(),
                  publication.sources().keySet().stream()
                      .map(ComponentName::value)
                      .collect(Collectors.joining(", "))));
    }
    var shown = List.copyOf(components);
    return publication.sources().entrySet().stream()
        .filter(source -> shown.contains(source.getKey()))
        .filter(source -> isBehind(view, source.getValue(), snapshot))
        .map(source -> new Source(source.getKey().value(), snapshot.name().value()))
        .toList();
  }

  private static boolean isBehind(View view, PublishedSource shown, Snapshot snapshot) {
    boolean same =
        shown.packages().equals(snapshot.packages())
            && view.findSnapshot(shown.sourceId())
                .filter(it -> it.files().equals(snapshot.files()))
                .isPresent();
    return !same;
  }

  /// Drops old snapshots of just these names, also of those that got a number because several were
  /// made within one day or second.
  private void retain(int keep) {
    String digit = "[0-9]";
    String date = "%s-%s-%s".formatted(digit.repeat(4), digit.repeat(2), digit.repeat(2));
    String literal = recipe.snapshotForm().replaceAll("([*?\\[\\]\\\\])", "\\\\$1");
    String form =
        literal
            .replace("{{datetime}}", digit.repeat(8) + "T" + digit.repeat(6) + "Z")
            .replace("{{date}}", date)
            .replace("{{time}}", digit.repeat(6));
    for (String names : List.of(form, form + "-*")) {
      done(
          new RetainSnapshots(
              new SnapshotPolicy(new NamePattern(names), keep, 0),
              SnapshotPlan.Sources.KEEP,
              Execution.CARRY_OUT));
    }
  }
}
