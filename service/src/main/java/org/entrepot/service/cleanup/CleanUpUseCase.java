package org.entrepot.service.cleanup;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.entrepot.catalog.View;
import org.entrepot.catalog.packages.PackageRow;
import org.entrepot.catalog.publication.Generation;
import org.entrepot.domain.mirror.Mirror;
import org.entrepot.domain.packages.PackageSet;
import org.entrepot.domain.publication.Publication;
import org.entrepot.domain.publication.PublishedSource;
import org.entrepot.domain.repository.Repository;
import org.entrepot.domain.snapshot.Snapshot;
import org.entrepot.domain.task.ResourceClaims;
import org.entrepot.service.Claims;
import org.entrepot.service.mirror.MirrorDirectories;
import org.entrepot.service.operation.CleanUp;
import org.entrepot.service.operation.Execution;
import org.entrepot.service.operation.OperationResult;
import org.entrepot.service.publish.AlongFiles;
import org.entrepot.service.publish.IntentRecovery;
import org.entrepot.service.publish.KeptGenerations;
import org.entrepot.service.publish.PublishedLeftovers;
import org.entrepot.service.publish.WorkDirectories;
import org.entrepot.service.task.Completion;
import org.entrepot.service.task.OperationContext;
import org.entrepot.service.task.Progress;
import org.entrepot.service.task.UseCase;
import org.entrepot.storage.pool.PackagePool;
import org.entrepot.storage.pool.PoolEntry;
import org.entrepot.storage.pool.PoolPath;

/// Removes package records that no repository, mirror, snapshot or kept generation of a publication
/// holds, pool files that no record names, and files in published directories that no generation
/// names. Excludes everything else while it works.
///
/// Records go first, in one transaction, so a crash leaves at most files that the next clean-up
/// finds.
public final class CleanUpUseCase implements UseCase<CleanUp> {
  private final PackagePool pool;
  private final PublishedLeftovers leftovers;
  private final KeptGenerations kept;
  private final WorkDirectories work;
  private final MirrorDirectories mirrors;
  private final IntentRecovery recovery;

  public CleanUpUseCase(
      PackagePool pool,
      PublishedLeftovers leftovers,
      KeptGenerations kept,
      WorkDirectories work,
      MirrorDirectories mirrors,
      IntentRecovery recovery) {
    this.pool = pool;
    this.leftovers = leftovers;
    this.kept = kept;
    this.work = work;
    this.mirrors = mirrors;
    this.recovery = recovery;
  }

  @Override
  public void validate(CleanUp operation, View view) {}

  @Override
  public ResourceClaims resources(CleanUp operation, View view) {
    return new Claims(view).everything().build();
  }

  @Override
  public Completion run(CleanUp operation, OperationContext context) throws IOException {
    boolean remove = operation.execution() == Execution.CARRY_OUT;
    if (remove) {
      recovery.settleAll(context);
      pool.sweep();
    }
    context.stage("Looking for unreferenced packages", 0, Progress.Unit.PACKAGES);
    PackageSet referenced = context.read(this::referenced);
    List<String> packages =
        context.read(view ->
            view.packages(view.allPackages().minus(referenced)).stream()
                .map(stored -> stored.value().key().full())
                .sorted()
                .toList());
    Set<PoolPath> needed = context.read(view -> files(view, referenced));
    if (remove) {
      context.commit(transaction -> {
        for (Publication publication : transaction.publications()) {
          transaction.deleteGenerations(publication.id(), kept.beyond(transaction, publication));
        }
        transaction.sweepSets();
        return transaction.sweepPackages(referenced);
      });
    }
    context.stage("Looking for unreferenced files", 0, Progress.Unit.FILES);
    var poolFiles = new ArrayList<String>();
    long freed = 0;
    for (PoolEntry entry : unneeded(needed)) {
      poolFiles.add(entry.path().text());
      freed += entry.sizeBytes();
      if (remove) {
        pool.delete(entry.path());
      }
      context.advance(1, entry.path().text());
    }
    poolFiles.sort(null);
    List<String> published = leftovers.clear(context, operation.execution());
    if (remove) {
      work.removeAll(context.now());
      mirrors.removeAllBut(
          context.read(view ->
              view.mirrors().stream().map(Mirror::id).collect(Collectors.toUnmodifiableSet())));
    }
    return Completion.of(new OperationResult.CleanedUp(packages, poolFiles, published, freed));
  }

  @Override
  public AfterCrash afterCrash() {
    return AfterCrash.RETRY;
  }

  private PackageSet referenced(View view) {
    PackageSet all = PackageSet.empty();
    for (Repository repository : view.repositories()) {
      all = all.union(view.set(repository.packages()));
    }
    for (Mirror mirror : view.mirrors()) {
      all = all.union(view.set(mirror.state().packages()));
    }
    for (Snapshot snapshot : view.snapshots()) {
      all = all.union(view.set(snapshot.packages()));
    }
    for (Publication publication : view.publications()) {
      for (PublishedSource source : publication.sources().values()) {
        all = all.union(view.set(source.packages()));
      }
      for (Generation generation : kept.of(view, publication)) {
        for (var digest : generation.sets().values()) {
          all = all.union(view.set(digest));
        }
      }
    }
    return all;
  }

  private Set<PoolPath> files(View view, PackageSet packages) {
    var needed = new HashSet<PoolPath>();
    AlongFiles.of(view, kept).forEach(file -> needed.add(file.path()));
    for (PackageRow row : view.rows(packages)) {
      row.files()
          .forEach(file -> needed.add(PoolPath.of(file.checksums().sha256(), file.baseName())));
    }
    return needed;
  }

  private List<PoolEntry> unneeded(Set<PoolPath> needed) throws IOException {
    try (Stream<PoolEntry> entries = pool.walk()) {
      return entries.filter(entry -> !needed.contains(entry.path())).toList();
    }
  }
}
