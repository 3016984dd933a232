package org.entrepot.service.search;

import java.util.List;
import org.entrepot.catalog.View;
import org.entrepot.domain.packages.PackageSet;
import org.entrepot.domain.packages.StoredPackage;
import org.entrepot.service.operation.Dependencies;

/// Temporary.
public final class WithDependencies {
  private WithDependencies() {}

  static List<StoredPackage> add(
      View view,
      PackageSet set,
      List<StoredPackage> matches,
      Dependencies dependencies,
      PackageSet satisfied,
      List<String> architectures) {
    return matches;
  }

  /// Temporary.
  public static List<String> architectures(View view, Dependencies d, PackageSet set) {
    return d.architectures();
  }
}
