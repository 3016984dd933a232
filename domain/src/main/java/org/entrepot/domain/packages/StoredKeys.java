package org.entrepot.domain.packages;

import java.util.Collection;
import java.util.List;

/// Where keys of packages are read, such as the rows of a catalog. Sets are merged and compared by
/// bitmaps as far as possible, so only the keys that matter are asked for.
public interface StoredKeys {
  /// The keys of a set, in the order of ids.
  List<StoredKey> keys(PackageSet set);

  /// The keys of those packages of a set that have one of these names (their own, not provided
  /// ones), in any order.
  List<StoredKey> keysNamed(Collection<String> names, PackageSet set);
}
