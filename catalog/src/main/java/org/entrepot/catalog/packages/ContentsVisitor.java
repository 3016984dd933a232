package org.entrepot.catalog.packages;

import java.util.List;

/// Receives the paths of one package after the other.
@FunctionalInterface
public interface ContentsVisitor {
  /// Called for a package whose contents are known, in the order of ids.
  void visit(int packageId, List<String> paths);
}
