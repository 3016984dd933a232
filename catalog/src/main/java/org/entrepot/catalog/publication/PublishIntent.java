package org.entrepot.catalog.publication;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.entrepot.domain.name.PublicationPoint;

/// A change of a target that has begun: what any process needs to finish or withdraw it after a
/// crash. A point has at most one intent.
///
/// @param publicationId the publication that is made, changed or dropped
/// @param taskId the task that wrote it
/// @param generation what the publication becomes; absent when it is dropped
/// @param steps in the order in which they are done
public record PublishIntent(
    UUID id,
    PublicationPoint point,
    UUID publicationId,
    State state,
    long taskId,
    Instant createdAt,
    Optional<Generation> generation,
    List<FileStep> steps) {
  /// How far the change has come.
  public enum State {
    /// Readers see the old state: withdraw it by undoing the steps.
    PREPARING,
    /// The catalog holds the new state: finish it by doing the steps again.
    COMMITTED
  }

  /// Copies the list.
  public PublishIntent {
    steps = List.copyOf(steps);
  }
}
