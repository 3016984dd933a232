package org.entrepot.catalog;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.entrepot.catalog.check.CatalogFault;
import org.entrepot.catalog.check.CheckDepth;
import org.entrepot.catalog.packages.Arrival;
import org.entrepot.catalog.publication.Generation;
import org.entrepot.catalog.publication.PublishIntent;
import org.entrepot.domain.mirror.Mirror;
import org.entrepot.domain.name.MirrorName;
import org.entrepot.domain.name.Prefix;
import org.entrepot.domain.name.PublicationPoint;
import org.entrepot.domain.name.RepositoryName;
import org.entrepot.domain.name.SnapshotName;
import org.entrepot.domain.name.StorageName;
import org.entrepot.domain.publication.Publication;
import org.entrepot.domain.repository.Repository;
import org.entrepot.domain.snapshot.Snapshot;

/// Reads repositories, mirrors, snapshots, publications, their generations and intents, and
/// settings.
public interface ObjectView {
  /// Returns the repository of that name.
  Optional<Repository> findRepository(RepositoryName name);

  /// Returns the repository with that id.
  Optional<Repository> findRepository(UUID id);

  /// Returns all repositories, by name.
  List<Repository> repositories();

  /// Returns what came into a repository and when, the newest first.
  List<Arrival> arrivals(UUID repository);

  /// Returns the mirror of that name.
  Optional<Mirror> findMirror(MirrorName name);

  /// Returns the mirror with that id.
  Optional<Mirror> findMirror(UUID id);

  /// Returns all mirrors, by name.
  List<Mirror> mirrors();

  /// Returns the snapshot of that name.
  Optional<Snapshot> findSnapshot(SnapshotName name);

  /// Returns the snapshot with that id.
  Optional<Snapshot> findSnapshot(UUID id);

  /// Returns all snapshots, by name.
  List<Snapshot> snapshots();

  /// Returns the snapshots that were made from this mirror, repository or snapshot, by name.
  List<Snapshot> snapshotsFrom(UUID source);

  /// Returns the publication at a point.
  Optional<Publication> findPublication(PublicationPoint point);

  /// Returns the publication with that id.
  Optional<Publication> findPublication(UUID id);

  /// Returns all publications, by storage, prefix and distribution.
  List<Publication> publications();

  /// Returns the publications that publish this snapshot or repository, or will (pending sources).
  List<Publication> publicationsOf(UUID source);

  /// Returns the publications that share the pool of a prefix.
  List<Publication> publicationsAt(StorageName storage, Prefix prefix);

  /// Returns what is kept of the states of a publication, the oldest first.
  List<Generation> generations(UUID publication);

  /// Returns the changes of targets that have begun and not ended, the oldest first.
  List<PublishIntent> intents();

  /// Returns the change that has begun at a point.
  Optional<PublishIntent> findIntent(PublicationPoint point);

  /// Returns a value that was set.
  Optional<String> setting(String key);

  /// Returns what in the catalog cannot be right: damage of the engine's file, of sets, references
  /// and packages.
  List<CatalogFault> faults(CheckDepth depth);
}
