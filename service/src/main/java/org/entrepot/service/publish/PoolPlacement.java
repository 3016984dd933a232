package org.entrepot.service.publish;

import org.entrepot.domain.name.ComponentName;
import org.entrepot.domain.name.PublicationPoint;
import org.entrepot.domain.publication.PoolLayout;
import org.entrepot.domain.publication.PublishedLayout;

/// Where package files of one component lie: two placements that are equal share their directories.
///
/// @param directory below the prefix, such as `pool/main`; empty where the paths are those of
///   another archive
record PoolPlacement(String directory) {
  static PoolPlacement of(PublicationPoint point, PoolLayout layout, ComponentName component) {
    return new PoolPlacement(PublishedLayout.poolRoot(layout, point.distribution(), component));
  }

  /// Whether the paths are those of the archive that the packages come from.
  boolean isUpstream() {
    return directory.isEmpty();
  }

  /// The directory of a source package's files.
  String directoryOf(String sourceName) {
    return directory + "/" + PublishedLayout.sourceDirectory(sourceName);
  }
}
