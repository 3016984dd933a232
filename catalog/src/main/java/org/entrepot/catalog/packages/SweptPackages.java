package org.entrepot.catalog.packages;

import java.util.List;
import org.entrepot.domain.packages.PackageFile;
import org.entrepot.domain.packages.PackageSet;

/// What a sweep removed.
///
/// @param ids rows that are gone; their ids are never used again
/// @param files files (by name and SHA-256) that no remaining package names
public record SweptPackages(PackageSet ids, List<PackageFile> files) {
  /// Copies the list.
  public SweptPackages {
    files = List.copyOf(files);
  }
}
