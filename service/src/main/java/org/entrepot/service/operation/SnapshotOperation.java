package org.entrepot.service.operation;

import java.util.List;
import java.util.Optional;
import org.entrepot.domain.name.RepositoryName;
import org.entrepot.domain.name.SnapshotName;
import org.entrepot.domain.retention.SnapshotPlan;
import org.entrepot.domain.retention.SnapshotPolicy;
import org.entrepot.domain.snapshot.MergeRule;
import org.entrepot.domain.snapshot.PullPlan;

/// Changes of snapshots. The packages of one never change.
public sealed interface SnapshotOperation extends Operation {

  /// A snapshot of a repository as it is when the operation runs, or one of other snapshots and
  /// stored packages, or an empty one. `description` replaces the usual text.
  ///
  /// The packages of `fromSnapshots` are taken from left to right, a later one replacing those of
  /// the same name and architecture; `packageKeys` likewise come on top.
  record CreateSnapshot(
      SnapshotName name,
      Optional<RepositoryName> fromRepository,
      List<SnapshotName> fromSnapshots,
      List<String> packageKeys,
      Optional<String> description)
      implements SnapshotOperation {
    /// @throws IllegalArgumentException for a repository beside snapshots or packages
    public CreateSnapshot {
      fromSnapshots = List.copyOf(fromSnapshots);
      packageKeys = List.copyOf(packageKeys);
      if (fromRepository.isPresent() && !(fromSnapshots.isEmpty() && packageKeys.isEmpty())) {
        throw new IllegalArgumentException(
            "snapshot %s: made either of a repository or of snapshots and packages"
                .formatted(name));
      }
    }

    /// A snapshot of a repository, or an empty one.
    public CreateSnapshot(
        SnapshotName name, Optional<RepositoryName> fromRepository, Optional<String> description) {
      this(name, fromRepository, List.of(), List.of(), description);
    }

    @Override
    public String title() {
      return "Create snapshot " + name;
    }
  }

  /// A snapshot of other snapshots, merged from left to right.
  record MergeSnapshots(SnapshotName name, List<SnapshotName> sources, MergeRule rule)
      implements SnapshotOperation {
    /// @throws IllegalArgumentException without sources
    public MergeSnapshots {
      sources = List.copyOf(sources);
      if (sources.isEmpty()) {
        throw new IllegalArgumentException("minimum one source snapshot is required");
      }
    }

    @Override
    public String title() {
      return "Merge snapshot " + name;
    }
  }

  /// A snapshot of a target with what the queries select in a source, and what that depends on.
  ///
  /// @param request the queries as the new snapshot's description shows them
  /// @param architectures further ones than `dependencies` names, which may be `source`
  record PullPackages(
      SnapshotName name,
      SnapshotName target,
      SnapshotName source,
      List<String> queries,
      String request,
      Dependencies dependencies,
      List<String> architectures,
      PullPlan.OldVersions oldVersions,
      PullPlan.Matches matches,
      Execution execution)
      implements SnapshotOperation {
    public PullPackages {
      queries = List.copyOf(queries);
      architectures = List.copyOf(architectures);
    }

    @Override
    public String title() {
      return "Pull from snapshot %s into %s as %s".formatted(source, target, name);
    }
  }

  /// A snapshot of what the queries select in another, and perhaps what that depends on.
  ///
  /// @param request the queries as the new snapshot's description shows them
  record FilterSnapshot(
      SnapshotName name,
      SnapshotName source,
      List<String> queries,
      String request,
      Dependencies dependencies,
      Execution execution)
      implements SnapshotOperation {
    public FilterSnapshot {
      queries = List.copyOf(queries);
    }

    @Override
    public String title() {
      return "Filter snapshot %s as %s".formatted(source, name);
    }
  }

  /// Another name for the same snapshot.
  record RenameSnapshot(SnapshotName name, SnapshotName newName) implements SnapshotOperation {
    @Override
    public String title() {
      return "Rename snapshot " + name + " to " + newName;
    }
  }

  /// Another name, another description, or both; an absent one stays as it is.
  record EditSnapshot(
      SnapshotName name, Optional<SnapshotName> newName, Optional<String> description)
      implements SnapshotOperation {
    @Override
    public String title() {
      return "Edit snapshot " + name;
    }
  }

  /// Removes a snapshot; with [Force#FORCE] also one that other snapshots were made from.
  record DropSnapshot(SnapshotName name, Force force) implements SnapshotOperation {
    @Override
    public String title() {
      return "Drop snapshot " + name;
    }
  }

  /// Removes the snapshots that a policy does not keep and nobody needs.
  ///
  /// @param sources whether those go from which others were made that stay
  record RetainSnapshots(SnapshotPolicy policy, SnapshotPlan.Sources sources, Execution execution)
      implements SnapshotOperation {
    @Override
    public String title() {
      return "Drop old snapshots " + policy.pattern();
    }
  }
}
