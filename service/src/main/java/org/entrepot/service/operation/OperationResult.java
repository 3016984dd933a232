package org.entrepot.service.operation;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.entrepot.catalog.View;
import org.entrepot.domain.mirror.Mirror;
import org.entrepot.domain.mirror.MirrorFile;
import org.entrepot.domain.mirror.Selection;
import org.entrepot.domain.mirror.Upstream;
import org.entrepot.domain.name.PublicationPoint;
import org.entrepot.domain.name.RepositoryName;
import org.entrepot.domain.repository.Repository;
import org.entrepot.domain.retention.SnapshotPlan;
import org.entrepot.domain.snapshot.Snapshot;
import org.entrepot.domain.snapshot.SourceKind;
import org.entrepot.service.operation.PublicationOperation.Source;
import org.entrepot.storage.pool.PoolPath;

/// What an operation that succeeded tells: plain data, kept with its task as JSON.
public sealed interface OperationResult {

  /// It is done; there is nothing to tell that a look at the object would not show.
  record Done() implements OperationResult {}

  /// A repository as the operation left it; others may have changed it since.
  record RepositoryState(
      UUID id,
      String name,
      String comment,
      String defaultDistribution,
      String defaultComponent,
      int packageCount)
      implements OperationResult {
    /// The repository as it is.
    public static RepositoryState of(Repository repository) {
      return new RepositoryState(
          repository.id(),
          repository.name().value(),
          repository.comment(),
          repository.defaultDistribution(),
          repository.defaultComponent(),
          repository.packageCount());
    }
  }

  /// A snapshot as the operation left it.
  ///
  /// @param appStreamFiles metadata of programs that goes along, by path, with its place in the
  ///   pool
  record SnapshotState(
      UUID id,
      String name,
      Instant createdAt,
      SourceKind kind,
      String description,
      String origin,
      String notAutomatic,
      String butAutomaticUpgrades,
      int packageCount,
      SortedMap<String, String> appStreamFiles)
      implements OperationResult {
    /// The snapshot as it is.
    public static SnapshotState of(View view, Snapshot snapshot) {
      return new SnapshotState(
          snapshot.id(),
          snapshot.name().value(),
          snapshot.createdAt(),
          snapshot.kind(),
          snapshot.description(),
          snapshot.origin(),
          snapshot.notAutomatic(),
          snapshot.butAutomaticUpgrades(),
          snapshot.packageCount(),
          appStreamFiles(view, snapshot));
    }

    private static SortedMap<String, String> appStreamFiles(View view, Snapshot snapshot) {
      var places = new TreeMap<String, String>();
      view.archiveFiles(snapshot.files()).files().stream()
          .filter(MirrorFile::isAppStream)
          .forEach(file ->
              places.put(
                  file.path(), PoolPath.of(file.checksums().sha256(), file.fileName()).text()));
      return places;
    }
  }

  /// A mirror as the operation left it.
  record MirrorFacts(
      UUID id,
      String name,
      Upstream upstream,
      Selection selection,
      SortedMap<String, String> meta,
      Optional<Instant> lastDownload,
      int packageCount)
      implements OperationResult {
    /// The mirror as it is.
    public static MirrorFacts of(Mirror mirror) {
      return new MirrorFacts(
          mirror.id(),
          mirror.name().value(),
          mirror.upstream(),
          mirror.selection(),
          mirror.state().meta(),
          mirror.state().lastDownload(),
          mirror.state().packageCount());
    }
  }

  /// A mirror was brought up to date.
  ///
  /// @param change whether the archive had changed
  /// @param leftOut what could not be had, a sentence each
  record MirrorUpdated(
      Change change,
      int packageCount,
      int downloadedFiles,
      long downloadedBytes,
      List<String> leftOut)
      implements OperationResult {
    public MirrorUpdated {
      leftOut = List.copyOf(leftOut);
    }

    /// Whether there was anything to do.
    public enum Change {
      UNCHANGED,
      CHANGED
    }
  }

  /// The sources that the next update will publish; empty when nothing is pending.
  record PendingState(List<Source> sources) implements OperationResult {
    public PendingState {
      sources = List.copyOf(sources);
    }
  }

  /// A file that an import is done with; `identity` tells it from another that got its name since.
  record SourceFile(String path, String identity) {}

  /// Package files were imported. Packages are named `name_version_arch`; a failure is `path:
  /// reason`.
  record Imported(
      List<String> added,
      List<String> removed,
      List<String> warnings,
      List<String> failedFiles,
      List<SourceFile> processedFiles)
      implements OperationResult {
    public Imported {
      added = List.copyOf(added);
      removed = List.copyOf(removed);
      warnings = List.copyOf(warnings);
      failedFiles = List.copyOf(failedFiles);
      processedFiles = List.copyOf(processedFiles);
    }
  }

  /// Packages were copied, moved or removed, or would be.
  record Changed(List<String> packages) implements OperationResult {
    public Changed {
      packages = List.copyOf(packages);
    }
  }

  /// Packages were taken into a snapshot, or would be; `snapshot` is empty for a dry run. Packages
  /// are named `name_version_arch`.
  record Pulled(List<String> added, List<String> removed, Optional<SnapshotState> snapshot)
      implements OperationResult {
    public Pulled {
      added = List.copyOf(added);
      removed = List.copyOf(removed);
    }
  }

  /// A policy was applied to a repository, or would be. Of the packages that stay, which may be
  /// kept for several reasons, the numbers for each.
  ///
  /// @param removed in the order of indices
  record RetainedPackages(
      RepositoryName repository,
      List<Removed> removed,
      int kept,
      int newest,
      int recent,
      int published,
      int inSnapshots)
      implements OperationResult {
    public RetainedPackages {
      removed = List.copyOf(removed);
    }

    /// A package that goes.
    ///
    /// @param addedAt when it came into the repository; empty when nobody noted it
    public record Removed(String name, String key, Optional<Instant> addedAt) {}
  }

  /// A policy was applied to snapshots, or would be.
  ///
  /// @param snapshots what became of each that has the pattern, the newest first
  record RetainedSnapshots(List<Verdict> snapshots) implements OperationResult {
    public RetainedSnapshots {
      snapshots = List.copyOf(snapshots);
    }

    /// What became of a snapshot.
    ///
    /// @param holders who needs it, for a fate that says so
    public record Verdict(
        String name, Instant createdAt, SnapshotPlan.Fate fate, List<String> holders) {
      public Verdict {
        holders = List.copyOf(holders);
      }
    }
  }

  /// A publication stands as asked. `components` were cleaned of `removedFiles` files; `state` is
  /// empty when it was dropped.
  record Published(
      PublicationPoint point,
      List<String> components,
      int removedFiles,
      Optional<PublicationState> state)
      implements OperationResult {
    public Published {
      components = List.copyOf(components);
    }
  }

  /// A check of the store has ended.
  ///
  /// @param findings the first of them
  /// @param moreFindings how many there are besides
  /// @param unsettled archives that changed all the time, so that nothing can be said of them
  /// @param unjudged files of the pool that may belong to tasks which run
  record Verified(
      List<Finding> findings,
      long moreFindings,
      List<Maintenance.Archive> unsettled,
      long unjudged,
      long packages,
      long poolFiles,
      long poolBytes,
      long publishedFiles)
      implements OperationResult {
    public Verified {
      findings = List.copyOf(findings);
      unsettled = List.copyOf(unsettled);
    }
  }

  /// What became of findings that were to be mended.
  record Repaired(List<Attempt> attempts) implements OperationResult {
    public Repaired {
      attempts = List.copyOf(attempts);
    }

    /// What was tried.
    ///
    /// @param detail what was done, or what a person has to do
    public record Attempt(Finding finding, boolean mended, String detail) {}
  }

  /// What a recovery found and did, a sentence each.
  record Recovered(List<String> done, List<String> left) implements OperationResult {
    public Recovered {
      done = List.copyOf(done);
      left = List.copyOf(left);
    }
  }

  /// What was removed, or would be: package keys, pool paths, published paths.
  record CleanedUp(
      List<String> packages, List<String> poolFiles, List<String> publishedFiles, long freedBytes)
      implements OperationResult {
    public CleanedUp {
      packages = List.copyOf(packages);
      poolFiles = List.copyOf(poolFiles);
      publishedFiles = List.copyOf(publishedFiles);
    }
  }

  /// Everything of another manager of archives was taken over, or would be: names of objects,
  /// publications as `[storage:]prefix/distribution`, the number of packages.
  ///
  /// @param left what does not come
  /// @param notes what somebody should know who goes on with it
  record TakenOver(
      List<String> mirrors,
      List<String> repositories,
      List<String> snapshots,
      List<String> publications,
      int packageCount,
      List<LeftBehind> left,
      List<String> notes)
      implements OperationResult {
    public TakenOver {
      mirrors = List.copyOf(mirrors);
      repositories = List.copyOf(repositories);
      snapshots = List.copyOf(snapshots);
      publications = List.copyOf(publications);
      left = List.copyOf(left);
      notes = List.copyOf(notes);
    }
  }

  /// An object or package that was not taken over, and why.
  record LeftBehind(String what, String reason) {}
}
