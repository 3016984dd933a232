package org.entrepot.catalog.publication;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.entrepot.domain.name.ComponentName;
import org.entrepot.domain.publication.PoolLayout;
import org.entrepot.format.checksum.Sha256;

/// One state that a publication was or is in: what it held and which indices it put there.
///
/// @param number counts up from 1 within a publication
/// @param poolLayout where its package files lie
/// @param sets digest of the package set of each component
/// @param files every index, without Release and its signatures
public record Generation(
    long number,
    Instant createdAt,
    PoolLayout poolLayout,
    SortedMap<ComponentName, Sha256> sets,
    List<IndexFile> files,
    ReleaseText release) {
  /// Copies the collections.
  public Generation {
    sets = Collections.unmodifiableSortedMap(new TreeMap<>(sets));
    files = List.copyOf(files);
  }
}
