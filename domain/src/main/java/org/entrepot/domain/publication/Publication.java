package org.entrepot.domain.publication;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.entrepot.domain.name.ComponentName;
import org.entrepot.domain.name.PublicationPoint;
import org.entrepot.domain.snapshot.SourceKind;
import org.entrepot.format.architecture.Architecture;

/// A publication: snapshots or local repositories offered to apt as the components of one
/// distribution. Immutable; a changed publication is another value with the same id and point.
///
/// @param point where it is, its identity for people
/// @param kind what all sources are: snapshots or repositories, never mirrors
/// @param sources the components with what they publish; at least one
/// @param architectures those it has indices for, sorted, without repeats; at least one
/// @param pending staged change of sources, if any
/// @param generation number of the generation that apt sees; grows with every publishing
public record Publication(
    UUID id,
    PublicationPoint point,
    SourceKind kind,
    SortedMap<ComponentName, PublishedSource> sources,
    List<Architecture> architectures,
    PublicationOptions options,
    Optional<PendingSources> pending,
    long generation,
    Instant createdAt) {
  /// @throws IllegalArgumentException for a publication that breaks the rules above
  public Publication {
    sources = Collections.unmodifiableSortedMap(new TreeMap<>(sources));
    architectures = architectures.stream().distinct().sorted().toList();
    if (kind == SourceKind.MIRROR) {
      throw new IllegalArgumentException("A mirror cannot be published: make a snapshot of it");
    }
    if (sources.isEmpty()) {
      throw new IllegalArgumentException("The publication " + point + " has no component");
    }
    if (architectures.isEmpty()) {
      throw new IllegalArgumentException("The publication " + point + " has no architecture");
    }
    if (generation < 0) {
      throw new IllegalArgumentException("The publication " + point + " has a negative generation");
    }
  }

  /// The same publication with other sources, and nothing staged.
  public Publication withSources(SortedMap<ComponentName, PublishedSource> changed) {
    return new Publication(
        id, point, kind, changed, architectures, options, Optional.empty(), generation, createdAt);
  }

  /// The same publication for other architectures.
  public Publication withArchitectures(List<Architecture> changed) {
    return new Publication(
        id, point, kind, sources, changed, options, pending, generation, createdAt);
  }

  /// The same publication with other options.
  public Publication withOptions(PublicationOptions changed) {
    return new Publication(
        id, point, kind, sources, architectures, changed, pending, generation, createdAt);
  }

  /// The same publication with this change staged.
  public Publication withPending(PendingSources staged) {
    return new Publication(
        id,
        point,
        kind,
        sources,
        architectures,
        options,
        Optional.of(staged),
        generation,
        createdAt);
  }

  /// The same publication with nothing staged.
  public Publication withoutPending() {
    return new Publication(
        id, point, kind, sources, architectures, options, Optional.empty(), generation, createdAt);
  }

  /// The same publication in another generation.
  public Publication withGeneration(long number) {
    return new Publication(
        id, point, kind, sources, architectures, options, pending, number, createdAt);
  }

  /// What is staged, or else the present sources as if they were staged: what a staged change
  /// begins with.
  public PendingSources pendingOrPresent() {
    return pending.orElseGet(() -> {
      var present = new TreeMap<ComponentName, UUID>();
      sources.forEach((component, source) -> present.put(component, source.sourceId()));
      return new PendingSources(present);
    });
  }
}
