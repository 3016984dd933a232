package org.entrepot.domain.packages;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.entrepot.format.packages.PackageKey;
import org.entrepot.format.version.Version;

/// The key of a package with the number of its row in the catalog: enough to merge and compare
/// sets. Immutable.
///
/// @param id the number, which a [PackageSet] holds; packages of one key may have several rows
public record StoredKey(int id, PackageKey key) {
  /// Name and architecture.
  public PackagePlace place() {
    return new PackagePlace(key.name(), key.architecture());
  }

  /// `name_version_architecture`, as people see and type it.
  public String displayName() {
    return key.name() + "_" + key.version() + "_" + key.architecture();
  }

  /// The keys in the order of indices, see [PackageOrder#INDEX].
  public static List<StoredKey> inIndexOrder(Collection<StoredKey> keys) {
    record Sortable(StoredKey stored, Version version) {}
    return keys.stream()
        .map(stored -> new Sortable(stored, Version.parseLenient(stored.key().version())))
        .sorted(
            Comparator.comparing((Sortable it) -> it.stored().key().name())
                .thenComparing(Sortable::version, Comparator.reverseOrder())
                .thenComparing(it -> it.stored().key().architecture())
                .thenComparing(it -> it.stored().key().full())
                .thenComparingInt(it -> it.stored().id()))
        .map(Sortable::stored)
        .toList();
  }
}
