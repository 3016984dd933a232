package org.entrepot.service.search;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.entrepot.catalog.View;
import org.entrepot.domain.name.ComponentName;
import org.entrepot.domain.packages.PackageSet;
import org.entrepot.domain.packages.StoredKey;
import org.entrepot.domain.publication.Publication;

/// The packages that apt clients see in publications: those of the present sources, for the
/// architectures that there are indices for.
public final class PublishedPackages {
  private PublishedPackages() {}

  /// Those of a publication.
  public static PackageSet of(View view, Publication publication) {
    return byComponent(view, publication).values().stream()
        .reduce(PackageSet.empty(), PackageSet::union);
  }

  /// Those of each component.
  public static SortedMap<ComponentName, PackageSet> byComponent(
      View view, Publication publication) {
    var sets = new TreeMap<ComponentName, PackageSet>();
    publication
        .sources()
        .forEach((component, source) -> {
          PackageSet set = view.set(source.packages());
          sets.put(
              component,
              PackageSet.of(
                  view.keys(set).stream()
                      .filter(stored ->
                          publication.architectures().stream()
                              .anyMatch(stored.key().architecture()::suits))
                      .mapToInt(StoredKey::id)));
        });
    return Collections.unmodifiableSortedMap(sets);
  }
}
