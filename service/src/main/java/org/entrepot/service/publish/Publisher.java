package org.entrepot.service.publish;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.entrepot.catalog.View;
import org.entrepot.catalog.packages.PackageRow;
import org.entrepot.catalog.publication.Generation;
import org.entrepot.catalog.publication.IndexFile;
import org.entrepot.catalog.publication.PublishIntent;
import org.entrepot.catalog.publication.ReleaseText;
import org.entrepot.domain.mirror.ArchiveFiles;
import org.entrepot.domain.name.ComponentName;
import org.entrepot.domain.name.PublicationPoint;
import org.entrepot.domain.packages.PackageSet;
import org.entrepot.domain.publication.ByHash;
import org.entrepot.domain.publication.Publication;
import org.entrepot.format.checksum.DigestAlgorithm;
import org.entrepot.format.checksum.Sha256;
import org.entrepot.service.operation.OperationResult;
import org.entrepot.service.operation.PublicationOperation.Cleaning;
import org.entrepot.service.operation.PublicationOperation.Conflicts;
import org.entrepot.service.operation.PublicationOperation.Signing;
import org.entrepot.service.task.Completion;
import org.entrepot.service.task.Marker;
import org.entrepot.service.task.OperationContext;
import org.entrepot.service.task.Progress;
import org.entrepot.storage.path.TargetPath;
import org.entrepot.storage.pool.PackagePool;
import org.entrepot.storage.target.ClashPolicy;
import org.entrepot.storage.target.PublishTarget;

/// Makes a publication stand as asked: indices, signatures, pool files, by the protocol of
/// `docs/decisions/0004-publishing.md`. Stateless, safe for any thread; the claims of the operation
/// keep others from the same prefix.
public final class Publisher {
  private final Targets targets;
  private final PublishSettings settings;
  private final IndexWriter indices;
  private final ReleaseSigners signers;
  private final IntentRecovery recovery;
  private final PackagePool pool;

  public Publisher(
      Targets targets,
      PublishSettings settings,
      IndexWriter indices,
      ReleaseSigners signers,
      IntentRecovery recovery,
      PackagePool pool) {
    this.targets = targets;
    this.settings = settings;
    this.indices = indices;
    this.signers = signers;
    this.recovery = recovery;
    this.pool = pool;
  }

  /// A change of a publication, decided by a use case.
  ///
  /// @param before what the catalog holds; empty for a new publication
  /// @param after what it shall be; its generation number is set here
  /// @param told components named in the result
  record Change(
      Optional<Publication> before,
      Publication after,
      Conflicts conflicts,
      Cleaning cleaning,
      Signing signing,
      List<String> told) {}

  /// Does steps 1 to 5; the completion forgets the intent.
  Completion publish(OperationContext context, Change change) throws IOException {
    PublicationPoint point = change.after().point();
    PublishTarget target = targets.require(point.storage());
    List<Generation> own =
        change
            .before()
            .map(before -> context.read(view -> view.generations(before.id())))
            .orElse(List.of());
    Optional<Generation> present = own.isEmpty() ? Optional.empty() : Optional.of(own.getLast());
    long number = present.map(Generation::number).orElse(0L) + 1;
    Optional<AsIsArchive> asIs = asIs(context, change);
    Publication after =
        asIs.map(archive -> archive.applyTo(change.after()))
            .orElse(change.after())
            .withGeneration(number);
    Optional<ReleaseSigner> signer =
        asIs.isPresent()
            ? Optional.empty() // its owner has signed it
            : signers.find(
                change.signing(), context.secrets()); // a missing key ends it before any work

    try (var work = new WorkDirectories(settings.work()).create(context.taskId())) {
      Map<ComponentName, PackageSet> sets =
          context.read(view -> {
            var loaded = new TreeMap<ComponentName, PackageSet>();
            after
                .sources()
                .forEach((component, source) -> loaded.put(component, view.set(source.packages())));
            return loaded;
          });
      PoolLinks links = planLinks(context, after, own, change.conflicts());
      context.stage("Generating metadata files", 0, Progress.Unit.PACKAGES);
      Instant date = settings.releaseDate().orElseGet(context::now);
      BuiltIndices built =
          asIs.isPresent()
              ? asIs.get().indices(present)
              : indices.build(
                  context,
                  after,
                  sets,
                  along(context, after),
                  present,
                  work.path(),
                  signer.map(it -> text -> it.sign(text, date).detached()));
      ReleaseText release =
          asIs.isPresent() ? asIs.get().release() : sign(context, after, built, signer, date);
      var sources = new TreeMap<ComponentName, Sha256>();
      after.sources().forEach((component, source) -> sources.put(component, source.packages()));
      var next =
          new Generation(
              number, context.now(), after.options().poolLayout(), sources, built.files(), release);
      context.checkCancelled();
      PublishIntent announced = announce(context, after, next);
      List<PoolLinks.Link> replacements = prepare(context, target, point, links, built);
      context.checkCancelled();
      PublishIntent committed = commit(context, change, after, announced, present, replacements);
      recovery.redo(context, committed, target);
      return sweep(context, after, committed, target, change);
    }
  }

  private Optional<AsIsArchive> asIs(OperationContext context, Change change) {
    return context.read(view -> {
      try {
        Optional<AsIsArchive> found = AsIsArchive.find(view, change.after(), pool);
        AsIsArchive.requireApart(view, change.before(), change.after(), found.isPresent());
        return found;
      } catch (IOException e) {
        throw new UncheckedIOException("the Release file of the archive cannot be read", e);
      }
    });
  }

  /// What goes along with the packages of each component.
  static Map<ComponentName, ArchiveFiles> along(OperationContext context, Publication after) {
    return context.read(view -> {
      var along = new TreeMap<ComponentName, ArchiveFiles>();
      after
          .sources()
          .forEach((component, source) ->
              view.findSnapshot(source.sourceId())
                  .ifPresent(
                      snapshot -> along.put(component, view.archiveFiles(snapshot.files()))));
      return along;
    });
  }

  private PoolLinks planLinks(
      OperationContext context, Publication after, List<Generation> own, Conflicts conflicts) {
    context.stage("Loading packages", 0, Progress.Unit.PACKAGES);
    return context.read(view -> {
      NestedDirectories.requireApart(view, after);
      var rows = new HashMap<ComponentName, List<PackageRow>>();
      after
          .sources()
          .forEach((component, source) ->
              rows.put(
                  component,
                  rowsToLink(view, after, own, conflicts, component, source.packages())));
      return PoolLinks.plan(view, after, own, recovery.othersAt(view, after), conflicts, rows);
    });
  }

  /// Rows of the component whose files may have to be linked: those that the present generation
  /// does not hold (an older one may hold them, but the path may have got other content since); all
  /// of them when files of others may be in their place.
  private static List<PackageRow> rowsToLink(
      View view,
      Publication after,
      List<Generation> own,
      Conflicts conflicts,
      ComponentName component,
      Sha256 packages) {
    var placement = PoolPlacement.of(after.point(), after.options().poolLayout(), component);
    List<Generation> present =
        conflicts == Conflicts.OVERWRITE || own.isEmpty() ? List.of() : List.of(own.getLast());
    PackageSet placed = Holders.none(view).add(after, present).packagesAt(placement);
    return view.rows(view.set(packages).minus(placed)).stream()
        .filter(row -> PoolLinks.isPublished(after, row))
        .toList();
  }

  private ReleaseText sign(
      OperationContext context,
      Publication after,
      BuiltIndices built,
      Optional<ReleaseSigner> signer,
      Instant date) {
    String release = ReleaseTexts.release(after, built, date);
    if (signer.isEmpty()) {
      return new ReleaseText(release, "", "");
    }
    context.output(Marker.INFO, "Signing file 'Release' with the requested keys...");
    var signatures = signer.get().sign(release, date);
    return new ReleaseText(release, signatures.detached(), signatures.clearSigned());
  }

  /// Notes, before the first step, what a publication will be.
  static PublishIntent announce(OperationContext context, Publication after, Generation next) {
    var intent =
        new PublishIntent(
            UUID.randomUUID(),
            after.point(),
            after.id(),
            PublishIntent.State.PREPARING,
            context.taskId(),
            context.now(),
            Optional.of(next),
            List.of());
    context.commit(transaction -> {
      transaction.insertIntent(intent);
      return true;
    });
    return intent;
  }

  /// Puts everything in place that changes nothing for readers, and returns what has to replace
  /// files that they see.
  private static List<PoolLinks.Link> prepare(
      OperationContext context,
      PublishTarget target,
      PublicationPoint point,
      PoolLinks links,
      BuiltIndices built)
      throws IOException {
    var paths = new ArchivePaths(point);
    var replacements = new ArrayList<>(links.replacements());
    for (PoolLinks.Clashed clashed : links.make(context, target, paths)) {
      replacements.add(clashed.link()); // nobody's manifest names the file that is there
    }
    context.stage("Writing indices", built.written().size(), Progress.Unit.FILES);
    for (BuiltIndices.Written written : built.written()) {
      stage(target, paths, written);
      context.advance(1, written.file().path());
    }
    target.sync();
    return replacements;
  }

  /// Puts a file where it is found by its digests.
  static void stage(PublishTarget target, ArchivePaths paths, BuiltIndices.Written written)
      throws IOException {
    IndexFile file = written.file();
    TargetPath first = paths.byHash(file.path(), file.checksums(), DigestAlgorithm.SHA256);
    switch (written.content()) {
      case BuiltIndices.OfUser(var local) -> target.put(first, local, file.checksums());
      case BuiltIndices.OfWork(var local) -> target.take(first, local, file.checksums());
      case BuiltIndices.OfPool(var content) -> target.link(content, first, ClashPolicy.REPLACE);
    }
    for (DigestAlgorithm algorithm : DigestAlgorithm.values()) {
      if (algorithm != DigestAlgorithm.SHA256 && IndexRole.isListed(file)) {
        target.copy(first, paths.byHash(file.path(), file.checksums(), algorithm));
      }
    }
  }

  /// The redo point: from here on the change is decided, and whoever comes next carries it out.
  private static PublishIntent commit(
      OperationContext context,
      Change change,
      Publication after,
      PublishIntent announced,
      Optional<Generation> present,
      List<PoolLinks.Link> replacements) {
    Generation next = announced.generation().orElseThrow();
    var committed =
        new PublishIntent(
            announced.id(),
            announced.point(),
            announced.publicationId(),
            PublishIntent.State.COMMITTED,
            announced.taskId(),
            announced.createdAt(),
            announced.generation(),
            RedoSteps.of(after, next, present, replacements));
    return context.commit(transaction -> {
      change
          .before()
          .ifPresentOrElse(
              before -> transaction.updatePublication(before, after),
              () -> transaction.insertPublication(after));
      transaction.insertGeneration(after.id(), next);
      transaction.updateIntent(committed);
      return committed;
    });
  }

  private Completion sweep(
      OperationContext context,
      Publication after,
      PublishIntent intent,
      PublishTarget target,
      Change change)
      throws IOException {
    List<Long> forgotten = List.of();
    int removed = 0;
    if (change.cleaning() == Cleaning.CLEAN) {
      recovery.forgetSteps(context, intent);
      context.stage("Cleaning up", 0, Progress.Unit.FILES);
      List<Generation> all = context.read(view -> view.generations(after.id()));
      int surplus = Math.max(0, all.size() - settings.keepGenerations());
      List<Generation> gone = all.subList(0, surplus);
      List<Generation> kept = all.subList(surplus, all.size());
      removed =
          recovery.remove(target, context.read(view -> recovery.unneeded(view, after, gone, kept)));
      forgotten = gone.stream().map(Generation::number).toList();
    } else if (after.options().byHash() == ByHash.DISABLED) {
      context.output(
          Marker.INFO, "The files by which indices were staged stay until the next clean-up");
    }
    List<Long> numbers = forgotten;
    int files = removed;
    return transaction -> {
      transaction.deleteGenerations(after.id(), numbers);
      transaction.deleteIntent(intent.id());
      return new OperationResult.Published(
          after.point(),
          change.told(),
          files,
          Optional.of(SourceObjects.state(transaction, after)));
    };
  }
}
