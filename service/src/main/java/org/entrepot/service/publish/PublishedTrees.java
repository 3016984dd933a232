package org.entrepot.service.publish;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.entrepot.catalog.Transaction;
import org.entrepot.catalog.View;
import org.entrepot.catalog.packages.PackageRow;
import org.entrepot.catalog.publication.Generation;
import org.entrepot.catalog.publication.PublishIntent;
import org.entrepot.catalog.publication.ReleaseText;
import org.entrepot.domain.name.ComponentName;
import org.entrepot.domain.name.PublicationPoint;
import org.entrepot.domain.publication.ByHash;
import org.entrepot.domain.publication.Publication;
import org.entrepot.domain.publication.PublicationOptions;
import org.entrepot.format.checksum.Sha256;
import org.entrepot.service.operation.PublicationOperation.Conflicts;
import org.entrepot.service.publish.BuiltIndices.Written;
import org.entrepot.service.task.OperationContext;
import org.entrepot.service.task.Progress;
import org.entrepot.storage.target.PublishTarget;

/// Takes over what another program has published, byte for byte, signatures included, as the first
/// generation of a publication: so readers find what they found, and the next update replaces and
/// removes files as it does for every generation.
///
/// Follows the steps of `docs/decisions/0004-publishing.md`: prepare, commit, finish. A tree that
/// lies in the very place of the publication is only recorded. Stateless, safe for any thread.
public final class PublishedTrees {
  private final Targets targets;
  private final PublishSettings settings;
  private final IntentRecovery recovery;

  public PublishedTrees(Targets targets, PublishSettings settings, IntentRecovery recovery) {
    this.targets = targets;
    this.settings = settings;
    this.recovery = recovery;
  }

  /// A publication that is ready to be committed.
  ///
  /// @param generations those to be recorded, the present one last
  /// @param intent what has to be put in place; empty when everything is there
  /// @param superseded files that readers of an earlier Release file may still fetch
  public record Prepared(
      Publication after,
      List<Generation> generations,
      Optional<PublishIntent> intent,
      Superseded superseded) {
    public Prepared {
      generations = List.copyOf(generations);
    }
  }

  /// Files of an earlier generation.
  public static final class Superseded {
    private final List<Written> files;

    private Superseded(List<Written> files) {
      this.files = files;
    }
  }

  /// What new publications of this store have where a predecessor does not say.
  public PublicationOptions defaults() {
    return PublicationAttributes.defaults(settings);
  }

  /// Looks whether there is something to take over.
  ///
  /// @param directory where it is published now; empty for its place here
  /// @throws org.entrepot.service.RepositoryException when its storage is not configured, or
  ///   nothing is published
  public void requirePublished(PublicationPoint point, Optional<Path> directory) {
    PublishedFiles.requireRelease(directoryOf(targets.require(point.storage()), point, directory));
  }

  private static Path directoryOf(
      PublishTarget target, PublicationPoint point, Optional<Path> directory) {
    try {
      return directory.isPresent()
          ? directory.get()
          : target.findLocalPath(new ArchivePaths(point).distribution()).orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Puts everything in place that changes nothing for readers.
  ///
  /// @param publication new, with package sets that are stored
  /// @param directory where it is published now; empty for its place here
  /// @param foreign directories in it that are not part of the publication
  /// @param notes hears what somebody should know
  /// @throws org.entrepot.service.RepositoryException when it cannot be taken over
  public Prepared prepare(
      OperationContext context,
      Publication publication,
      Optional<Path> directory,
      Set<Path> foreign,
      Consumer<String> notes)
      throws IOException {
    PublicationPoint point = publication.point();
    PublishTarget target = targets.require(point.storage());
    recovery.settleAt(context, point);
    var paths = new ArchivePaths(point);
    Optional<Path> here = target.findLocalPath(paths.distribution());
    Path source = directoryOf(target, point, directory);
    boolean inPlace = here.isPresent() && isSame(source, here.get());
    if (inPlace && directory.isPresent()) {
      notes.accept(
          "publication %s stays where it is, in %s: from its next update on, no other program may change it"
              .formatted(point, source));
    }
    PublishedFiles files = PublishedFiles.read(source, foreign, notes);

    var sets = new TreeMap<ComponentName, Sha256>();
    publication.sources().forEach((component, of) -> sets.put(component, of.packages()));
    var generations = new ArrayList<Generation>();
    if (!files.superseded().isEmpty()) {
      generations.add(
          new Generation(
              1,
              files.modified(),
              publication.options().poolLayout(),
              new TreeMap<>(),
              files.superseded().stream().map(Written::file).toList(),
              ReleaseText.NONE));
    }
    var present =
        new Generation(
            generations.size() + 1L,
            files.modified(),
            publication.options().poolLayout(),
            sets,
            files.present().stream().map(Written::file).toList(),
            files.release());
    generations.add(present);
    Publication after = publication.withGeneration(present.number());

    PoolLinks links = context.read(view -> plan(view, after));
    Optional<PublishIntent> intent = Optional.empty();
    if (!inPlace) {
      intent = Optional.of(Publisher.announce(context, after, present));
    }
    link(context, target, paths, links, notes);
    if (!inPlace) {
      context.stage("Copying indices", files.present().size(), Progress.Unit.FILES);
      for (Written file : files.present()) {
        Publisher.stage(target, paths, file);
        context.advance(1, file.file().path());
      }
    }
    target.sync();
    return new Prepared(after, generations, intent, new Superseded(files.superseded()));
  }

  private static boolean isSame(Path a, Path b) throws IOException {
    return Files.exists(a) && Files.exists(b) && a.toRealPath().equals(b.toRealPath());
  }

  private PoolLinks plan(View view, Publication after) {
    NestedDirectories.requireApart(view, after);
    AsIsArchive.requireApart(view, Optional.empty(), after, false);
    var rows = new HashMap<ComponentName, List<PackageRow>>();
    after
        .sources()
        .forEach((component, source) ->
            rows.put(
                component,
                view.rows(view.set(source.packages())).stream()
                    .filter(row -> PoolLinks.isPublished(after, row))
                    .toList()));
    return PoolLinks.plan(
        view, after, List.of(), recovery.othersAt(view, after), Conflicts.REFUSE, rows);
  }

  private static void link(
      OperationContext context,
      PublishTarget target,
      ArchivePaths paths,
      PoolLinks links,
      Consumer<String> notes)
      throws IOException {
    for (PoolLinks.Clashed clashed : links.make(context, target, paths)) {
      notes.accept(
          "the published file %s is not that of the package: it %s"
              .formatted(clashed.clash().path(), clashed.clash().difference()));
    }
  }

  /// Records the publication; from here on it is there.
  public void commit(Transaction transaction, Prepared prepared) {
    Publication after = prepared.after();
    transaction.insertPublication(after);
    prepared
        .generations()
        .forEach(generation -> transaction.insertGeneration(after.id(), generation));
    committed(prepared).ifPresent(transaction::updateIntent);
  }

  private static Optional<PublishIntent> committed(Prepared prepared) {
    return prepared
        .intent()
        .map(intent ->
            new PublishIntent(
                intent.id(),
                intent.point(),
                intent.publicationId(),
                PublishIntent.State.COMMITTED,
                intent.taskId(),
                intent.createdAt(),
                intent.generation(),
                RedoSteps.of(
                    prepared.after(),
                    prepared.generations().getLast(),
                    Optional.empty(),
                    List.of())));
  }

  /// Lets readers see what was committed.
  public void finish(OperationContext context, Prepared prepared) throws IOException {
    Optional<PublishIntent> intent = committed(prepared);
    if (intent.isEmpty()) {
      return;
    }
    PublicationPoint point = prepared.after().point();
    PublishTarget target = targets.require(point.storage());
    if (prepared.after().options().byHash() == ByHash.ENABLED) {
      for (Written file : prepared.superseded().files) {
        Publisher.stage(target, new ArchivePaths(point), file);
      }
    }
    recovery.redo(context, intent.get(), target);
    recovery.removeStaged(context, intent.get(), target);
  }

  /// Forgets how it came about, in the last transaction of the operation.
  public void forget(Transaction transaction, Prepared prepared) {
    prepared.intent().ifPresent(intent -> transaction.deleteIntent(intent.id()));
  }
}
