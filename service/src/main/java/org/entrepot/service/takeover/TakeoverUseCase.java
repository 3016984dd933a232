package org.entrepot.service.takeover;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.entrepot.catalog.Transaction;
import org.entrepot.catalog.View;
import org.entrepot.domain.mirror.ArchiveFiles;
import org.entrepot.domain.mirror.Mirror;
import org.entrepot.domain.mirror.MirrorFile;
import org.entrepot.domain.mirror.MirrorState;
import org.entrepot.domain.name.ComponentName;
import org.entrepot.domain.packages.PackageSet;
import org.entrepot.domain.publication.Publication;
import org.entrepot.domain.publication.PublishedSource;
import org.entrepot.domain.repository.Repository;
import org.entrepot.domain.snapshot.Snapshot;
import org.entrepot.domain.task.ResourceClaims;
import org.entrepot.format.checksum.Sha256;
import org.entrepot.service.Claims;
import org.entrepot.service.ErrorCode;
import org.entrepot.service.RepositoryException;
import org.entrepot.service.operation.Execution;
import org.entrepot.service.operation.OperationResult;
import org.entrepot.service.operation.OperationResult.LeftBehind;
import org.entrepot.service.operation.TakeoverOperation;
import org.entrepot.service.operation.TakeoverOperation.ImportAptly;
import org.entrepot.service.operation.TakeoverOperation.ImportReprepro;
import org.entrepot.service.operation.TakeoverOperation.Sharing;
import org.entrepot.service.publish.PublishedTrees;
import org.entrepot.service.publish.PublishedTrees.Prepared;
import org.entrepot.service.takeover.aptly.AptlyRoot;
import org.entrepot.service.takeover.leveldb.DamagedDatabaseException;
import org.entrepot.service.takeover.predecessor.FoundPackage;
import org.entrepot.service.takeover.predecessor.FoundPackage.FoundFile;
import org.entrepot.service.takeover.predecessor.FoundPublication;
import org.entrepot.service.takeover.predecessor.Inventory;
import org.entrepot.service.takeover.predecessor.Inventory.Found;
import org.entrepot.service.takeover.predecessor.Predecessor;
import org.entrepot.service.takeover.reprepro.RepreproBase;
import org.entrepot.service.task.Completion;
import org.entrepot.service.task.Failures;
import org.entrepot.service.task.OperationContext;
import org.entrepot.service.task.Progress;
import org.entrepot.service.task.UseCase;
import org.entrepot.storage.StorageException;
import org.entrepot.storage.path.TargetPath;
import org.entrepot.storage.pool.AddMethod;
import org.entrepot.storage.pool.PackagePool;
import org.entrepot.storage.pool.PoolBatch;
import org.entrepot.storage.pool.StagedFile;

/// Takes over everything of another manager of archives, with names, ids, dates and published
/// files; `docs/decisions/0010-taking-over.md` says how.
///
/// Packages come first, in many small commits: when the import ends before its end, their records
/// and files are unreferenced, a clean-up removes them, and another import finds them again. All
/// objects come in one transaction.
public final class TakeoverUseCase implements UseCase<TakeoverOperation> {
  private final PackagePool pool;
  private final AddMethod copying;
  private final PublishedTrees trees;

  /// `copying` says how files come into the pool that shall not be linked.
  public TakeoverUseCase(PackagePool pool, AddMethod copying, PublishedTrees trees) {
    this.pool = pool;
    this.copying = copying;
    this.trees = trees;
  }

  private Predecessor open(TakeoverOperation operation) throws IOException {
    return switch (operation) {
      case ImportAptly aptly -> AptlyRoot.open(aptly);
      case ImportReprepro reprepro -> RepreproBase.open(reprepro, trees.defaults());
    };
  }

  private interface Reading<T> {
    T of(Predecessor from) throws IOException;
  }

  /// What is wrong with files of others is no failure of our storage.
  private <T> T reading(TakeoverOperation operation, Reading<T> reading) {
    try (Predecessor from = open(operation)) {
      return reading.of(from);
    } catch (DamagedDatabaseException e) {
      throw unreadable(e);
    } catch (IOException e) {
      throw new RepositoryException(ErrorCode.FILE_NOT_FOUND, Failures.describe(e), e);
    }
  }

  private static RepositoryException unreadable(DamagedDatabaseException e) {
    return new RepositoryException(ErrorCode.INVALID_REQUEST, String.valueOf(e.getMessage()), e);
  }

  @Override
  public void validate(TakeoverOperation operation, View view) {
    requireFree(view, reading(operation, Predecessor::inventory));
  }

  private static void requireFree(View view, Inventory inventory) {
    var taken = new ArrayList<String>();
    for (Found<Mirror> found : inventory.mirrors()) {
      Mirror value = found.value();
      if (view.findMirror(value.name()).isPresent() || view.findMirror(value.id()).isPresent()) {
        taken.add("mirror " + value.name());
      }
    }
    for (Found<Repository> found : inventory.repositories()) {
      Repository value = found.value();
      if (view.findRepository(value.name()).isPresent()
          || view.findRepository(value.id()).isPresent()) {
        taken.add("local repo " + value.name());
      }
    }
    for (Found<Snapshot> found : inventory.snapshots()) {
      Snapshot value = found.value();
      if (view.findSnapshot(value.name()).isPresent()
          || view.findSnapshot(value.id()).isPresent()) {
        taken.add("snapshot " + value.name());
      }
    }
    for (FoundPublication found : inventory.publications()) {
      Publication value = found.value();
      if (view.findPublication(value.point()).isPresent()
          || view.findPublication(value.id()).isPresent()) {
        taken.add("publication " + value.point());
      }
    }
    if (!taken.isEmpty()) {
      throw new RepositoryException(
          ErrorCode.NAME_TAKEN,
          "the store already has %s%s; rename or drop them here, or import into an empty store"
              .formatted(
                  taken.stream().limit(5).collect(Collectors.joining(", ")),
                  taken.size() > 5 ? " and %d more".formatted(taken.size() - 5) : ""));
    }
  }

  @Override
  public ResourceClaims resources(TakeoverOperation operation, View view) {
    Inventory inventory = reading(operation, Predecessor::inventory);
    var claims = new Claims(view).usesPackages();
    inventory.mirrors().forEach(found -> claims.renames(found.value().name()));
    inventory.repositories().forEach(found -> claims.renames(found.value().name()));
    inventory.snapshots().forEach(found -> claims.renames(found.value().name()));
    inventory.publications().forEach(found -> claims.publishes(found.value().point()));
    return claims.build();
  }

  @Override
  public Completion run(TakeoverOperation operation, OperationContext context) throws IOException {
    try (Predecessor from = open(operation)) {
      return new Run(from, operation, context).all();
    } catch (DamagedDatabaseException e) {
      throw unreadable(e);
    }
  }

  /// A package set in the catalog.
  private record StoredSet(Sha256 digest, int size) {}

  /// One takeover.
  private final class Run {
    private final Predecessor from;
    private final TakeoverOperation operation;
    private final OperationContext context;
    private final Inventory inventory;
    private final Members members = new Members();
    private final Map<String, StoredSet> sets = new HashMap<>(); // by list
    private final Map<String, ArchiveFiles> along = new HashMap<>(); // by list
    private final List<LeftBehind> left = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    Run(Predecessor from, TakeoverOperation operation, OperationContext context)
        throws IOException {
      this.from = from;
      this.operation = operation;
      this.context = context;
      this.inventory = from.inventory();
      inventory.left().forEach(it -> left.add(new LeftBehind(it.what(), it.reason())));
      notes.addAll(inventory.notes());
    }

    Completion all() throws IOException {
      context.read(view -> {
        requireFree(view, inventory);
        return true;
      });
      collectMembers();
      List<FoundPublication> publications = reachable();
      if (operation.execution() == Execution.DRY_RUN) {
        lookAtPackages();
        return Completion.of(
            result(publications.stream().map(found -> found.value().point().toString()).toList()));
      }
      takePackages();
      takeFilesAlong();
      storeSets();
      List<Prepared> prepared = prepare(publications);
      from.requireUnchanged();
      OperationResult.TakenOver result =
          result(prepared.stream().map(one -> one.after().point().toString()).toList());
      if (prepared.stream().allMatch(one -> one.intent().isEmpty())) {
        return transaction -> {
          commit(transaction, prepared);
          return result;
        };
      }
      context.checkCancelled();
      context.commit(transaction -> {
        commit(transaction, prepared);
        return true;
      });
      for (Prepared one : prepared) {
        trees.finish(context, one);
      }
      return transaction -> {
        prepared.forEach(one -> trees.forget(transaction, one));
        return result;
      };
    }

    private void collectMembers() throws IOException {
      context.stage("Loading package lists", 0, Progress.Unit.PACKAGES);
      for (Found<Repository> found : inventory.repositories()) {
        members.want(from, found.list(), true);
      }
      for (String list : lists()) {
        members.want(from, list, false);
      }
    }

    private Set<String> lists() {
      var lists = new HashSet<String>();
      inventory.mirrors().forEach(found -> lists.add(found.list()));
      inventory.repositories().forEach(found -> lists.add(found.list()));
      inventory.snapshots().forEach(found -> lists.add(found.list()));
      inventory.publications().forEach(found -> lists.addAll(found.lists().values()));
      return lists;
    }

    private List<FoundPublication> reachable() {
      var reachable = new ArrayList<FoundPublication>();
      for (FoundPublication found : inventory.publications()) {
        try {
          trees.requirePublished(found.value().point(), found.directory());
          reachable.add(found);
        } catch (RepositoryException e) {
          leave(found, e);
        }
      }
      return reachable;
    }

    private void leave(FoundPublication found, RepositoryException e) {
      left.add(new LeftBehind("publication " + found.value().point(), e.getMessage()));
    }

    private void lookAtPackages() throws IOException {
      context.stage("Looking at packages", members.size(), Progress.Unit.PACKAGES);
      from.forEachPackage(
          members::isWanted,
          new Predecessor.PackageVisitor() {
            @Override
            public void found(FoundPackage found) throws IOException {
              context.checkCancelled();
              Optional<String> fault = Optional.empty();
              try {
                for (var file : found.files()) {
                  fault = fault.isPresent() ? fault : PackageTakeover.fault(file);
                }
              } catch (IllegalArgumentException e) {
                fault = Optional.of(String.valueOf(e.getMessage()));
              }
              fault.ifPresentOrElse(
                  reason -> members.leave(found.reference(), reason),
                  () -> members.store(found.reference(), 0));
              context.advance(1, found.name());
            }

            @Override
            public void unusable(String reference, String reason) {
              members.leave(reference, reason);
            }
          });
      members.leaveTheRest();
    }

    private void takePackages() throws IOException {
      context.stage("Importing packages", members.size(), Progress.Unit.PACKAGES);
      try (var taking = new PackageTakeover(pool, method(), context, members)) {
        from.forEachPackage(members::isWanted, taking);
        taking.store();
      }
      members.leaveTheRest();
    }

    /// Sets of many snapshots would fill the memory, so each is stored at once. No clean-up comes
    /// between, as the package pool is claimed.
    private void storeSets() throws IOException {
      for (String list : lists()) {
        PackageSet set = members.set(from, list);
        context.commit(transaction -> transaction.putSet(set));
        sets.put(list, new StoredSet(set.digest(), set.size()));
      }
    }

    private void takeFilesAlong() throws IOException {
      for (Found<Mirror> found : inventory.mirrors()) {
        takeAlong(found, "mirror " + found.value().name());
      }
      for (Found<Snapshot> found : inventory.snapshots()) {
        takeAlong(found, "snapshot " + found.value().name());
      }
    }

    private void takeAlong(Found<?> found, String what) throws IOException {
      var files = new ArrayList<MirrorFile>();
      try (PoolBatch batch = pool.newBatch()) {
        for (FoundFile file : found.along()) {
          Path place = file.places().getFirst();
          try {
            var path = TargetPath.of(file.name()).text();
            StagedFile added = batch.add(file.baseName(), place, method());
            if (place.endsWith(added.path().text())) {
              files.add(new MirrorFile(path, added.checksums()));
              continue;
            }
            batch.discard(added);
            left.add(new LeftBehind(file.name() + " of " + what, place + " has other content"));
          } catch (StorageException | IllegalArgumentException e) {
            left.add(new LeftBehind(file.name() + " of " + what, String.valueOf(e.getMessage())));
          }
        }
        batch.commit();
      }
      along.put(found.list(), new ArchiveFiles(files));
    }

    private AddMethod method() {
      return operation.sharing() == Sharing.LINK ? AddMethod.HARDLINK : copying;
    }

    private List<Prepared> prepare(List<FoundPublication> publications) throws IOException {
      var directories = new HashSet<Path>();
      inventory.publications().forEach(found -> found.directory().ifPresent(directories::add));
      var prepared = new ArrayList<Prepared>();
      for (FoundPublication found : publications) {
        Set<Path> foreign = new HashSet<>(directories);
        found.directory().ifPresent(foreign::remove);
        foreign.addAll(found.foreign());
        try {
          prepared.add(
              trees.prepare(context, withSets(found), found.directory(), foreign, notes::add));
          tellMissing(found);
        } catch (RepositoryException e) {
          if (e.code() == ErrorCode.CANCELLED) {
            throw e;
          }
          leave(found, e);
        }
      }
      return prepared;
    }

    private void tellMissing(FoundPublication found) throws IOException {
      int missing = 0;
      for (String list : found.lists().values()) {
        missing += members.missing(from, list);
      }
      if (missing > 0) {
        notes.add(
            "publication %s goes on listing %d packages that did not come; its next update leaves them out"
                .formatted(found.value().point(), missing));
      }
    }

    private StoredSet set(String list) {
      return Objects.requireNonNull(sets.get(list));
    }

    private Publication withSets(FoundPublication found) {
      Publication value = found.value();
      var sources = new TreeMap<ComponentName, PublishedSource>();
      found
          .lists()
          .forEach((component, list) ->
              sources.put(
                  component,
                  new PublishedSource(
                      Objects.requireNonNull(value.sources().get(component)).sourceId(),
                      set(list).digest())));
      return new Publication(
          value.id(),
          value.point(),
          value.kind(),
          sources,
          value.architectures(),
          value.options(),
          value.pending(),
          value.generation(),
          context.now());
    }

    private void commit(Transaction transaction, List<Prepared> prepared) {
      along.values().forEach(transaction::putArchiveFiles);
      for (Found<Mirror> found : inventory.mirrors()) {
        MirrorState state = found.value().state();
        StoredSet set = set(found.list());
        transaction.insertMirror(
            found
                .value()
                .withState(
                    new MirrorState(
                        state.meta(),
                        state.lastDownload(),
                        state.mark(),
                        along(found).digest(),
                        set.digest(),
                        set.size())));
      }
      for (Found<Repository> found : inventory.repositories()) {
        transaction.insertRepository(withSet(found.value(), set(found.list())));
      }
      for (Found<Snapshot> found : inventory.snapshots()) {
        transaction.insertSnapshot(withSet(found.value(), set(found.list()), along(found)));
      }
      prepared.forEach(one -> trees.commit(transaction, one));
    }

    private ArchiveFiles along(Found<?> found) {
      return along.getOrDefault(found.list(), ArchiveFiles.NONE);
    }

    private static Repository withSet(Repository repository, StoredSet set) {
      return new Repository(
          repository.id(),
          repository.name(),
          repository.comment(),
          repository.defaultDistribution(),
          repository.defaultComponent(),
          repository.uploaders(),
          set.digest(),
          set.size());
    }

    private static Snapshot withSet(Snapshot snapshot, StoredSet set, ArchiveFiles along) {
      return new Snapshot(
          snapshot.id(),
          snapshot.name(),
          snapshot.createdAt(),
          snapshot.kind(),
          snapshot.sourceIds(),
          snapshot.description(),
          snapshot.origin(),
          snapshot.notAutomatic(),
          snapshot.butAutomaticUpgrades(),
          set.digest(),
          set.size(),
          along.digest());
    }

    private OperationResult.TakenOver result(List<String> publications) {
      var allLeft = new ArrayList<>(left);
      allLeft.addAll(members.left());
      var allNotes = new ArrayList<>(notes);
      allNotes.addAll(members.notes());
      return new OperationResult.TakenOver(
          sorted(inventory.mirrors().stream().map(found -> found.value().name().value())),
          sorted(inventory.repositories().stream().map(found -> found.value().name().value())),
          sorted(inventory.snapshots().stream().map(found -> found.value().name().value())),
          sorted(publications.stream()),
          members.came(),
          allLeft,
          allNotes);
    }

    private static List<String> sorted(Stream<String> names) {
      return names.sorted().toList();
    }
  }
}
