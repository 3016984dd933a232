package org.entrepot.service.publish;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.entrepot.catalog.View;
import org.entrepot.catalog.publication.FileStep;
import org.entrepot.catalog.publication.Generation;
import org.entrepot.catalog.publication.PublishIntent;
import org.entrepot.catalog.publication.ReleaseText;
import org.entrepot.domain.name.PublicationPoint;
import org.entrepot.domain.packages.PackageFile;
import org.entrepot.domain.packages.StoredPackage;
import org.entrepot.domain.publication.ByHash;
import org.entrepot.domain.publication.Publication;
import org.entrepot.format.checksum.Sha256;
import org.entrepot.service.ErrorCode;
import org.entrepot.service.RepositoryException;
import org.entrepot.service.task.OperationContext;
import org.entrepot.service.task.Recovery;
import org.entrepot.storage.path.TargetPath;
import org.entrepot.storage.pool.PoolFile;
import org.entrepot.storage.pool.PoolPath;
import org.entrepot.storage.target.ClashPolicy;
import org.entrepot.storage.target.PublishTarget;

/// Carries out intents that were decided, and withdraws those that were only prepared. Every step
/// may be repeated.
public final class IntentRecovery implements Recovery {
  private final Targets targets;

  public IntentRecovery(Targets targets) {
    this.targets = targets;
  }

  @Override
  public boolean settle(OperationContext context) throws IOException {
    boolean completed = false;
    for (PublishIntent intent : context.read(View::intents)) {
      if (intent.taskId() == context.taskId()) {
        completed |= settle(context, intent);
      }
    }
    return completed;
  }

  /// Settles what a task that could not be settled at its end left at a point.
  void settleAt(OperationContext context, PublicationPoint point) throws IOException {
    Optional<PublishIntent> left = context.read(view -> view.findIntent(point));
    if (left.isPresent()) {
      settle(context, left.get());
    }
  }

  /// Settles everything that is left; the caller excludes everybody else.
  public void settleAll(OperationContext context) throws IOException {
    for (PublishIntent intent : context.read(View::intents)) {
      settle(context, intent);
    }
  }

  /// Whether the intent was decided, and is carried out now.
  private boolean settle(OperationContext context, PublishIntent intent) throws IOException {
    PublishTarget target = targets.require(intent.point().storage());
    return switch (intent.state()) {
      case PREPARING -> {
        withdraw(context, intent, target);
        yield false;
      }
      case COMMITTED -> {
        if (intent.generation().isPresent()) {
          redo(context, intent, target);
          removeStaged(context, intent, target);
          context.commit(transaction -> {
            transaction.deleteIntent(intent.id());
            return true;
          });
        } else {
          dropFiles(context, intent, target);
          context.commit(transaction -> {
            if (transaction.findPublication(intent.publicationId()).isPresent()) {
              transaction.deletePublication(intent.publicationId());
            }
            transaction.deleteIntent(intent.id());
            return true;
          });
        }
        yield true;
      }
    };
  }

  /// Makes a committed generation visible: InRelease last, each file by one atomic move.
  void redo(OperationContext context, PublishIntent intent, PublishTarget target)
      throws IOException {
    var paths = new ArchivePaths(intent.point());
    context.requireHeld();
    for (FileStep step : intent.steps()) {
      switch (step.kind()) {
        case PUT ->
            target.link(poolFile(context, step), TargetPath.of(step.path()), ClashPolicy.REPLACE);
        case COPY -> target.copy(TargetPath.of(step.source()), TargetPath.of(step.path()));
        case DELETE -> {} // after the Release file that does not name it any more
      }
    }
    target.sync();
    ReleaseText release = intent.generation().orElseThrow().release();
    context.requireHeld();
    put(target, paths.inDistribution("Release"), release.release());
    put(target, paths.inDistribution("Release.gpg"), release.signature());
    target.sync();
    context.requireHeld();
    put(target, paths.inDistribution("InRelease"), release.inRelease());
    for (FileStep step : intent.steps()) {
      if (step.kind() == FileStep.Kind.DELETE) {
        target.delete(TargetPath.of(step.path()));
      }
    }
    target.sync();
  }

  /// Notes that the steps of an intent are done, before the files go that they copied from.
  void forgetSteps(OperationContext context, PublishIntent intent) {
    if (intent.steps().isEmpty()) {
      return;
    }
    context.commit(transaction -> {
      transaction.updateIntent(
          new PublishIntent(
              intent.id(),
              intent.point(),
              intent.publicationId(),
              intent.state(),
              intent.taskId(),
              intent.createdAt(),
              intent.generation(),
              List.of()));
      return true;
    });
  }

  /// Removes the by-hash files that a publication without by-hash needed on the way only.
  void removeStaged(OperationContext context, PublishIntent intent, PublishTarget target)
      throws IOException {
    Optional<Publication> publication =
        context.read(view -> view.findPublication(intent.publicationId()));
    if (publication.isEmpty() || publication.get().options().byHash() == ByHash.ENABLED) {
      return;
    }
    forgetSteps(context, intent);
    remove(
        target,
        context.read(view ->
            unneeded(
                view, publication.get(), List.of(), view.generations(intent.publicationId()))));
    target.sync();
  }

  /// Removes the files of a publication that is being dropped: first the names by which readers
  /// find it.
  int dropFiles(OperationContext context, PublishIntent intent, PublishTarget target)
      throws IOException {
    Optional<Publication> found =
        context.read(view -> view.findPublication(intent.publicationId()));
    if (found.isEmpty()) {
      return 0;
    }
    Publication publication = found.get();
    var paths = new ArchivePaths(publication.point());
    List<Generation> all = context.read(view -> view.generations(publication.id()));
    context.requireHeld();
    for (String name : List.of("InRelease", "Release.gpg", "Release")) {
      target.delete(paths.inDistribution(name));
    }
    target.sync();
    var unneeded = new ArrayList<TargetPath>();
    for (Generation generation : all) {
      IndexRole.published(generation)
          .forEach(file -> unneeded.add(paths.inDistribution(file.path())));
    }
    context.read(view -> {
      var planner = new Unneeded(view, publication.point());
      unneeded.addAll(planner.byHash(all, List.of()));
      if (intent.steps().contains(poolStep(publication.point()))) {
        unneeded.addAll(planner.pool(all, othersAt(view, publication)));
      }
      return true;
    });
    int removed = remove(target, unneeded);
    target.sync();
    return removed;
  }

  /// The step by which the intent of a drop says that pool files go too.
  static FileStep poolStep(PublicationPoint point) {
    return new FileStep(FileStep.Kind.DELETE, new ArchivePaths(point).pool().text(), "");
  }

  /// What every other publication of the prefix needs.
  Holders othersAt(View view, Publication publication) {
    Holders others = Holders.none(view);
    for (Publication other :
        view.publicationsAt(publication.point().storage(), publication.point().prefix())) {
      if (!other.id().equals(publication.id())) {
        others.add(other, view.generations(other.id()));
      }
    }
    return others;
  }

  /// Paths that go when `gone` goes and `kept` stays.
  List<TargetPath> unneeded(
      View view, Publication publication, List<Generation> gone, List<Generation> kept) {
    var planner = new Unneeded(view, publication.point());
    var paths = new ArrayList<>(planner.byHash(gone, kept));
    if (publication.options().byHash() == ByHash.DISABLED) {
      kept.forEach(generation -> paths.addAll(planner.byHash(generation)));
    }
    Holders needed = othersAt(view, publication).add(publication, kept);
    paths.addAll(planner.pool(gone, needed));
    return paths;
  }

  /// Removes files; those that are gone already do not count.
  int remove(PublishTarget target, List<TargetPath> paths) throws IOException {
    int removed = 0;
    for (TargetPath path : paths) {
      if (target.delete(path)) {
        removed++;
      }
    }
    return removed;
  }

  private void withdraw(OperationContext context, PublishIntent intent, PublishTarget target)
      throws IOException {
    Generation prepared = intent.generation().orElseThrow();
    List<TargetPath> unneeded =
        context.read(view -> {
          Holders needed = Holders.none(view);
          for (Publication publication :
              view.publicationsAt(intent.point().storage(), intent.point().prefix())) {
            needed.add(publication, view.generations(publication.id()));
          }
          List<Generation> kept = view.generations(intent.publicationId());
          var planner = new Unneeded(view, intent.point());
          var paths = new ArrayList<>(planner.byHash(List.of(prepared), kept));
          paths.addAll(planner.pool(List.of(prepared), needed));
          return paths;
        });
    remove(target, unneeded);
    target.sync();
    context.commit(transaction -> {
      transaction.deleteIntent(intent.id());
      return true;
    });
  }

  private static PoolFile poolFile(OperationContext context, FileStep step) {
    var content = Sha256.parse(step.source());
    String name = step.path().substring(step.path().lastIndexOf('/') + 1);
    for (StoredPackage holder :
        context.read(view -> view.packages(view.packagesWithFile(content)))) {
      for (PackageFile file : holder.value().files()) {
        if (file.checksums().sha256().equals(content) && file.name().equals(name)) {
          return new PoolFile(PoolPath.of(content, name), file.checksums());
        }
      }
    }
    throw new RepositoryException(
        ErrorCode.DAMAGED, "the catalog has no package with the file %s".formatted(step.path()));
  }

  private static void put(PublishTarget target, TargetPath path, String text) throws IOException {
    if (!text.isEmpty()) {
      target.put(path, text.getBytes(StandardCharsets.UTF_8));
    }
  }
}
