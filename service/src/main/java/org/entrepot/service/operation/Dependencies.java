package org.entrepot.service.operation;

import java.util.List;

/// Whether dependencies are followed, and which (spec domain 4.2). Without architectures they are
/// those of the packages.
public record Dependencies(
    boolean follow,
    boolean suggests,
    boolean recommends,
    boolean source,
    boolean allVariants,
    List<String> architectures) {
  /// Nothing is followed.
  public static final Dependencies NONE =
      new Dependencies(false, false, false, false, false, List.of());

  public Dependencies {
    architectures = List.copyOf(architectures);
  }
}
