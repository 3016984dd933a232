package org.entrepot.domain.publication;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/// What the repositories and mirrors behind a source call themselves. Immutable.
///
/// @param distributions names of distributions
/// @param components names of components
public record SourceNames(SortedSet<String> distributions, SortedSet<String> components) {
  public SourceNames {
    distributions = Collections.unmodifiableSortedSet(new TreeSet<>(distributions));
    components = Collections.unmodifiableSortedSet(new TreeSet<>(components));
  }
}
