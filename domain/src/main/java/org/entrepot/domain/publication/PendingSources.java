package org.entrepot.domain.publication;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.entrepot.domain.name.ComponentName;

/// Staged change of the sources of a publication, which takes effect when it is updated. Immutable.
///
/// @param sources every component that the publication will have, with its snapshot or local
///   repository; a component that is missing here will be removed
public record PendingSources(SortedMap<ComponentName, UUID> sources) {
  public PendingSources {
    sources = Collections.unmodifiableSortedMap(new TreeMap<>(sources));
  }

  /// The same change with another source of a component, which may be new.
  public PendingSources with(ComponentName component, UUID sourceId) {
    var changed = new TreeMap<>(sources);
    changed.put(component, sourceId);
    return new PendingSources(changed);
  }

  /// The same change without the component.
  public PendingSources without(ComponentName component) {
    var changed = new TreeMap<>(sources);
    changed.remove(component);
    return new PendingSources(changed);
  }
}
