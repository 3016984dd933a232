package org.entrepot.service.search;

import java.util.ArrayList;
import java.util.List;
import org.entrepot.catalog.View;
import org.entrepot.domain.packages.PackageSet;
import org.entrepot.domain.packages.StoredPackage;
import org.entrepot.format.FormatException;
import org.entrepot.format.packages.PackageKey;
import org.entrepot.service.ErrorCode;
import org.entrepot.service.RepositoryException;
import org.jspecify.annotations.Nullable;

/// Finds stored packages by their keys, `Parchitecture name version hash`.
public final class PackageKeys {
  private PackageKeys() {}

  /// The packages of these keys, in the same order. Where several rows have one key (their stanzas
  /// differ) it is the one that `present` holds, else the newest.
  ///
  /// @throws RepositoryException for a key that no stored package has
  public static List<StoredPackage> require(View view, List<String> keys, PackageSet present) {
    var found = new ArrayList<StoredPackage>();
    for (String text : keys) {
      List<StoredPackage> rows = rows(view, text);
      found.add(
          rows.stream()
              .filter(row -> present.contains(row.id()))
              .findFirst()
              .orElse(rows.getLast()));
    }
    return found;
  }

  /// Every row of a key; at least one.
  ///
  /// @throws RepositoryException for a key that no stored package has
  public static List<StoredPackage> rows(View view, String text) {
    List<StoredPackage> rows;
    try {
      rows = view.findPackagesByKey(PackageKey.parse(text));
    } catch (FormatException e) {
      throw missing(text, e);
    }
    if (rows.isEmpty()) {
      throw missing(text, null);
    }
    return rows;
  }

  private static RepositoryException missing(String text, @Nullable Throwable cause) {
    return new RepositoryException(
        ErrorCode.PACKAGE_NOT_FOUND, "package with key %s: key not found".formatted(text), cause);
  }
}
