package org.entrepot.service.publish;

import java.util.stream.Stream;
import org.entrepot.catalog.View;
import org.entrepot.domain.publication.Publication;
import org.entrepot.service.ErrorCode;
import org.entrepot.service.RepositoryException;

/// Keeps the distributions of one prefix out of each other's directories: names of distributions
/// may hold slashes, so that of one could be the directory of a component of another.
final class NestedDirectories {
  private NestedDirectories() {}

  /// Refuses a publication that shares a directory with another.
  static void requireApart(View view, Publication after) {
    for (Publication other : view.publicationsAt(after.point().storage(), after.point().prefix())) {
      if (!other.id().equals(after.id()) && (isInside(other, after) || isInside(after, other))) {
        throw new RepositoryException(
            ErrorCode.PLACE_TAKEN,
            "the files of %s would lie among those of %s, as the name of one distribution begins with the other and its component; choose another distribution or prefix"
                .formatted(after.point(), other.point()));
      }
    }
  }

  private static boolean isInside(Publication inner, Publication outer) {
    String directory = inner.point().distribution() + "/";
    return Stream.concat(
            Stream.of("by-hash"), outer.sources().keySet().stream().map(Object::toString))
        .anyMatch(name -> directory.startsWith(outer.point().distribution() + "/" + name + "/"));
  }
}
