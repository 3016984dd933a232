package org.entrepot.service.takeover.predecessor;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.entrepot.domain.name.ComponentName;
import org.entrepot.domain.publication.Publication;

/// A publication of a predecessor. Immutable.
///
/// @param value as it is to be here, still without packages
/// @param lists the list of packages of each component
/// @param directory the published `dists/DISTRIBUTION`; empty when the predecessor published to the
///   very place that has its name here
/// @param foreign directories in it that belong to no publication that comes along
public record FoundPublication(
    Publication value,
    SortedMap<ComponentName, String> lists,
    Optional<Path> directory,
    List<Path> foreign) {
  public FoundPublication {
    lists = Collections.unmodifiableSortedMap(new TreeMap<>(lists));
    foreign = List.copyOf(foreign);
  }
}
