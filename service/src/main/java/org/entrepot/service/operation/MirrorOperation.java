package org.entrepot.service.operation;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.entrepot.domain.mirror.ArchiveUrl;
import org.entrepot.domain.mirror.MirrorPart;
import org.entrepot.domain.mirror.Selection;
import org.entrepot.domain.mirror.Trust;
import org.entrepot.domain.mirror.Upstream;
import org.entrepot.domain.name.MirrorName;
import org.entrepot.domain.name.RepositoryName;
import org.entrepot.domain.name.SnapshotName;
import org.entrepot.format.checksum.DeclaredChecksums;

/// Changes of mirrors.
public sealed interface MirrorOperation extends Operation {

  /// A new mirror of an archive whose Release file is fetched and judged now; packages come with
  /// the first update. Empty lists of components and architectures become those of the Release
  /// file.
  record CreateMirror(
      MirrorName name,
      Upstream upstream,
      Selection selection,
      Trust trust,
      Set<Acceptance> accepted,
      Fetching fetching)
      implements MirrorOperation {
    public CreateMirror {
      accepted = Set.copyOf(accepted);
    }

    @Override
    public String title() {
      return "Create mirror " + name;
    }
  }

  /// Makes the mirror what the archive is now.
  ///
  /// @param signatures absent: a signature is needed
  /// @param keyrings empty: those of the mirror
  /// @param latestOnly only the newest version of each name and architecture
  /// @param dependencies which dependencies a filter takes along
  record UpdateMirror(
      MirrorName name,
      Optional<Trust.Signatures> signatures,
      List<String> keyrings,
      Set<Acceptance> accepted,
      Digests digests,
      Missing missing,
      Present present,
      boolean latestOnly,
      Force force,
      Dependencies dependencies,
      Fetching fetching)
      implements MirrorOperation {
    public UpdateMirror {
      keyrings = List.copyOf(keyrings);
      accepted = Set.copyOf(accepted);
    }

    /// An update as usual.
    public static UpdateMirror of(MirrorName name) {
      return new UpdateMirror(
          name,
          Optional.empty(),
          List.of(),
          Set.of(),
          Digests.VERIFY,
          Missing.FAIL,
          Present.LOOK,
          false,
          Force.REFUSE_IF_USED,
          Dependencies.NONE,
          Fetching.CONFIGURED);
    }

    @Override
    public String title() {
      return "Update mirror " + name;
    }
  }

  /// New values; an absent one stays as it is. Other URLs and architectures are tried at once.
  ///
  /// @param parts whether a part is mirrored from now on
  /// @param translations languages whose translations are mirrored from now on
  record EditMirror(
      MirrorName name,
      Optional<List<ArchiveUrl>> roots,
      Optional<List<String>> architectures,
      Optional<String> filter,
      Optional<Boolean> withDependencies,
      List<PartChange> parts,
      Optional<List<String>> translations,
      Optional<Trust.Signatures> signatures,
      List<String> keyrings,
      Set<Acceptance> accepted)
      implements MirrorOperation {
    public EditMirror {
      parts = List.copyOf(parts);
      keyrings = List.copyOf(keyrings);
      accepted = Set.copyOf(accepted);
    }

    @Override
    public String title() {
      return "Edit mirror " + name;
    }
  }

  /// Whether a part is mirrored.
  record PartChange(MirrorPart part, boolean wanted) {}

  /// Another name for the same mirror.
  record RenameMirror(MirrorName name, MirrorName newName) implements MirrorOperation {
    @Override
    public String title() {
      return "Rename mirror " + name + " to " + newName;
    }
  }

  /// Removes a mirror; with [Force#FORCE] also one that snapshots were made from.
  record DropMirror(MirrorName name, Force force) implements MirrorOperation {
    @Override
    public String title() {
      return "Drop mirror " + name;
    }
  }

  /// A snapshot of a mirror as it is. `description` replaces the usual text.
  record SnapshotMirror(SnapshotName name, MirrorName mirror, Optional<String> description)
      implements MirrorOperation {
    @Override
    public String title() {
      return "Create snapshot " + name;
    }
  }

  /// Adds what the queries select in a mirror to a repository.
  record ImportFromMirror(
      MirrorName mirror,
      RepositoryName destination,
      List<String> queries,
      Dependencies dependencies,
      Execution execution)
      implements MirrorOperation {
    public ImportFromMirror {
      queries = List.copyOf(queries);
    }

    @Override
    public String title() {
      return "Import packages from mirror %s to local repo %s".formatted(mirror, destination);
    }
  }

  /// What a file means that is not what the archive says of it.
  enum Digests {
    /// It is refused.
    VERIFY,
    /// It is taken as it is, with a warning, and recorded as what it is.
    IGNORE;

    /// The most bytes that a file may have: its declared size, which binds as little as its digests
    /// do where those are ignored.
    ///
    /// @param otherwise where no size binds
    public long mostBytes(DeclaredChecksums declared, long otherwise) {
      return this == VERIFY ? declared.sizeBytes().orElse(otherwise) : otherwise;
    }
  }

  /// What a package means whose files cannot be had.
  enum Missing {
    /// The update fails, when everything else is here.
    FAIL,
    /// The mirror goes without it.
    SKIP
  }

  /// Whether files that the mirror has already are looked for in the pool.
  enum Present {
    LOOK,
    BELIEVE
  }
}
