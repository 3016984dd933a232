package org.entrepot.catalog;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.entrepot.catalog.publication.Generation;
import org.entrepot.catalog.publication.PublishIntent;
import org.entrepot.domain.mirror.Mirror;
import org.entrepot.domain.publication.Publication;
import org.entrepot.domain.repository.Repository;
import org.entrepot.domain.snapshot.Snapshot;

/// Writes repositories, mirrors, snapshots, publications, their generations and intents, and
/// settings.
///
/// Inserting throws [org.entrepot.catalog.error.ConflictException] when the name or place is taken,
/// or when a source or set is not stored. Updating takes what the caller had read, and throws
/// [org.entrepot.catalog.error.StaleException] when that is not what is stored now. Deleting throws
/// a conflict that names the holders when something refers to the object, and stale when it is
/// gone.
public interface ObjectTransaction {
  /// Makes a repository.
  void insertRepository(Repository repository);

  /// Changes a repository, its name included.
  void updateRepository(Repository before, Repository after);

  /// Drops a repository.
  void deleteRepository(UUID id);

  /// Forgets what came into a repository at these instants; no error when nothing did.
  void deleteArrivals(UUID repository, List<Instant> instants);

  /// Makes a mirror.
  void insertMirror(Mirror mirror);

  /// Changes a mirror, its name included.
  void updateMirror(Mirror before, Mirror after);

  /// Drops a mirror. Snapshots that were made from it stay, and remember its id.
  void deleteMirror(UUID id);

  /// Makes a snapshot.
  void insertSnapshot(Snapshot snapshot);

  /// Changes name, description and the like; id, sources and members of a snapshot never change.
  void updateSnapshot(Snapshot before, Snapshot after);

  /// Drops a snapshot. Snapshots that were made from it stay, and remember its id.
  void deleteSnapshot(UUID id);

  /// Makes a publication.
  void insertPublication(Publication publication);

  /// Changes a publication.
  void updatePublication(Publication before, Publication after);

  /// Drops a publication with its generations. Its intent, if any, stays.
  void deletePublication(UUID id);

  /// Adds a generation to a publication.
  void insertGeneration(UUID publication, Generation generation);

  /// Forgets generations of a publication; numbers that are not there do not matter.
  void deleteGenerations(UUID publication, List<Long> numbers);

  /// Announces a change of a target.
  void insertIntent(PublishIntent intent);

  /// Replaces an announced change of the same id, for instance by its COMMITTED form.
  void updateIntent(PublishIntent intent);

  /// Forgets a change that is done or withdrawn; no error when it is gone.
  void deleteIntent(UUID id);

  /// Sets a value.
  void putSetting(String key, String value);

  /// Removes a value; no error when there is none.
  void deleteSetting(String key);
}
