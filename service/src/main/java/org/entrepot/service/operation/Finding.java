package org.entrepot.service.operation;

import java.util.Optional;
import org.entrepot.domain.name.PublicationPoint;

/// Something that a check of the store found. Plain data.
///
/// @param point the publication concerned, for published files
/// @param path a path in the pool, or in the target of the publication; of the catalog, the object
///   concerned
/// @param detail what is wrong, as the end of a sentence
public record Finding(Kind kind, Optional<PublicationPoint> point, String path, String detail) {
  /// Kinds of findings.
  public enum Kind {
    /// The catalog is damaged.
    CATALOG,
    /// A file of the pool is not there.
    POOL_MISSING,
    /// A file of the pool has other bytes than it must have.
    POOL_DAMAGED,
    /// A file of the pool that no package names.
    POOL_ORPHAN,
    /// A published file is not there.
    PUBLISHED_MISSING,
    /// A published file has other bytes than it must have.
    PUBLISHED_DAMAGED,
    /// Release, as the catalog has it, does not name its indices.
    RELEASE_WRONG,
    /// A file among the published ones that no publication needs.
    PUBLISHED_ORPHAN;

    /// Whether readers or packages lack something; else it only takes up space.
    public boolean isFault() {
      return this != POOL_ORPHAN && this != PUBLISHED_ORPHAN;
    }
  }

  /// A finding in the pool.
  public static Finding inPool(Kind kind, String path, String detail) {
    return new Finding(kind, Optional.empty(), path, detail);
  }

  /// `pool ab/cd/…: is missing`, for people.
  @Override
  public String toString() {
    String where =
        switch (kind) {
          case CATALOG -> path;
          case POOL_MISSING, POOL_DAMAGED, POOL_ORPHAN -> "pool file " + path;
          case PUBLISHED_MISSING, PUBLISHED_DAMAGED, RELEASE_WRONG, PUBLISHED_ORPHAN ->
              "published file " + path + point.map(place -> " of " + place).orElse("");
        };
    return where + " " + detail;
  }
}
