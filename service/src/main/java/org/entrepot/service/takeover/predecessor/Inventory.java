package org.entrepot.service.takeover.predecessor;

import java.util.List;
import org.entrepot.domain.mirror.Mirror;
import org.entrepot.domain.repository.Repository;
import org.entrepot.domain.snapshot.Snapshot;
import org.entrepot.service.takeover.predecessor.FoundPackage.FoundFile;

/// What a predecessor has: objects as they are to be here, still without packages. Immutable.
///
/// @param left what cannot be taken over, with the reason
/// @param notes what somebody should know who goes on with what was taken over
public record Inventory(
    List<Found<Mirror>> mirrors,
    List<Found<Repository>> repositories,
    List<Found<Snapshot>> snapshots,
    List<FoundPublication> publications,
    List<Left> left,
    List<String> notes) {
  public Inventory {
    mirrors = List.copyOf(mirrors);
    repositories = List.copyOf(repositories);
    snapshots = List.copyOf(snapshots);
    publications = List.copyOf(publications);
    left = List.copyOf(left);
    notes = List.copyOf(notes);
  }

  /// An object, the list of its packages, and files that go along with them.
  ///
  /// @param along each under its path below the directory of the Release file; where it lies tells
  ///   its digest
  public record Found<T>(T value, String list, List<FoundFile> along) {
    public Found {
      along = List.copyOf(along);
    }

    /// An object without such files.
    public Found(T value, String list) {
      this(value, list, List.of());
    }
  }

  /// What cannot be taken over.
  ///
  /// @param what such as `publication s3:eu:./trixie`
  /// @param reason a clause, and what to do
  public record Left(String what, String reason) {}
}
