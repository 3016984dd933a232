package org.entrepot.catalog.packages;

import java.util.List;
import org.entrepot.domain.packages.Package;

/// A package to be stored, with the paths that it installs.
///
/// @param contents paths without a leading slash, in any order; empty when they are not known
public record NewPackage(Package value, List<String> contents) {
  /// Copies the list.
  public NewPackage {
    contents = List.copyOf(contents);
  }
}
