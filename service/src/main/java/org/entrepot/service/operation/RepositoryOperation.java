package org.entrepot.service.operation;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.entrepot.domain.name.RepositoryName;
import org.entrepot.domain.name.SnapshotName;
import org.entrepot.domain.retention.PackagePolicy;

/// Changes of local repositories.
public sealed interface RepositoryOperation extends Operation {

  /// A new repository, empty or with the packages of a snapshot.
  record CreateRepository(
      RepositoryName name,
      String comment,
      String defaultDistribution,
      String defaultComponent,
      String uploaders,
      Optional<SnapshotName> fromSnapshot)
      implements RepositoryOperation {
    @Override
    public String title() {
      return "Create local repo " + name;
    }
  }

  /// New values for some attributes, the name among them; an absent one stays as it is.
  record EditRepository(
      RepositoryName name,
      Optional<RepositoryName> newName,
      Optional<String> comment,
      Optional<String> defaultDistribution,
      Optional<String> defaultComponent,
      Optional<String> uploaders)
      implements RepositoryOperation {
    /// An edit that keeps the name.
    public EditRepository(
        RepositoryName name,
        Optional<String> comment,
        Optional<String> defaultDistribution,
        Optional<String> defaultComponent,
        Optional<String> uploaders) {
      this(name, Optional.empty(), comment, defaultDistribution, defaultComponent, uploaders);
    }

    @Override
    public String title() {
      return "Edit local repo " + name;
    }
  }

  /// Another name for the same repository.
  record RenameRepository(RepositoryName name, RepositoryName newName)
      implements RepositoryOperation {
    @Override
    public String title() {
      return "Rename local repo " + name + " to " + newName;
    }
  }

  /// Removes a repository; with [Force#FORCE] also one that snapshots were made from.
  record DropRepository(RepositoryName name, Force force) implements RepositoryOperation {
    @Override
    public String title() {
      return "Drop local repo " + name;
    }
  }

  /// Imports package files: `paths` are absolute files or directories on the machine that submits.
  record AddPackages(
      RepositoryName name, List<Path> paths, Replacement replacement, AfterImport afterImport)
      implements RepositoryOperation {
    public AddPackages {
      paths = List.copyOf(paths);
    }

    @Override
    public String title() {
      return "Add packages to local repo " + name;
    }
  }

  /// Takes uploads into repositories: each `.changes` file with all that it lists, or nothing of
  /// it.
  ///
  /// @param repository name of the repository, or a template over the fields of the `.changes`
  /// @param paths absolute files or directories on the machine that submits
  /// @param keyrings of those who may sign; the configured ones when there are none
  /// @param uploaders rules as JSON for repositories that have none of their own; may be empty
  record IncludeChanges(
      String repository,
      List<Path> paths,
      Replacement replacement,
      AfterImport afterImport,
      Unsigned unsigned,
      Signatures signatures,
      List<Path> keyrings,
      String uploaders)
      implements RepositoryOperation {
    public IncludeChanges {
      paths = List.copyOf(paths);
      keyrings = List.copyOf(keyrings);
    }

    @Override
    public String title() {
      return "Include uploads in local repo " + repository;
    }
  }

  /// Adds what the queries select in one repository to another; [Transfer#MOVE] also removes it
  /// from the source.
  record TransferPackages(
      Transfer transfer,
      RepositoryName source,
      RepositoryName destination,
      List<String> queries,
      Dependencies dependencies,
      NoMatch noMatch,
      Execution execution)
      implements RepositoryOperation {
    public TransferPackages {
      queries = List.copyOf(queries);
    }

    /// A transfer that may find nothing.
    public TransferPackages(
        Transfer transfer,
        RepositoryName source,
        RepositoryName destination,
        List<String> queries,
        Dependencies dependencies,
        Execution execution) {
      this(transfer, source, destination, queries, dependencies, NoMatch.SUCCEED, execution);
    }

    @Override
    public String title() {
      return (transfer == Transfer.COPY ? "Copy" : "Move")
          + " packages from "
          + source
          + " to "
          + destination;
    }
  }

  /// Adds or removes packages that are stored already, given by their keys; all of them or none.
  record ChangeMembers(RepositoryName name, Membership membership, List<String> keys)
      implements RepositoryOperation {
    public ChangeMembers {
      keys = List.copyOf(keys);
    }

    @Override
    public String title() {
      return membership == Membership.ADD
          ? "Add packages to local repo " + name
          : "Remove packages from local repo " + name;
    }
  }

  /// Removes what the queries select.
  record RemovePackages(RepositoryName name, List<String> queries, Execution execution)
      implements RepositoryOperation {
    public RemovePackages {
      queries = List.copyOf(queries);
    }

    @Override
    public String title() {
      return "Remove packages from local repo " + name;
    }
  }

  /// Removes what a policy does not keep.
  record RetainPackages(RepositoryName name, PackagePolicy policy, Execution execution)
      implements RepositoryOperation {
    @Override
    public String title() {
      return "Remove old packages from local repo " + name;
    }
  }

  /// What to do with a package of the same name, version and architecture but other files.
  enum Replacement {
    REFUSE,
    REPLACE
  }

  /// What becomes of the source files of packages that were added.
  enum AfterImport {
    KEEP_FILES,
    REMOVE_FILES,
    /// The files, and directories that are empty then, up to those that were named or hold files
    /// that were.
    REMOVE_FILES_AND_DIRECTORIES;

    /// Whether anything is removed.
    public boolean removes() {
      return this != KEEP_FILES;
    }
  }

  /// What becomes of an upload without a signature.
  enum Unsigned {
    REFUSE,
    ACCEPT
  }

  /// Whether the signature of an upload has to be a good one of a known key.
  enum Signatures {
    CHECK,
    IGNORE
  }

  /// Add or remove.
  enum Membership {
    ADD,
    REMOVE
  }

  /// Whether a transfer of nothing is a failure.
  enum NoMatch {
    SUCCEED,
    FAIL
  }

  /// Copy or move.
  enum Transfer {
    COPY,
    MOVE
  }
}
