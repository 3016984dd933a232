package org.entrepot.domain.name;

import java.util.Comparator;

/// Where a publication is: the identity of a publication, of which there is at most one at each
/// point. Ordered by storage, prefix and distribution. Immutable.
public record PublicationPoint(StorageName storage, Prefix prefix, Distribution distribution)
    implements Comparable<PublicationPoint> {
  private static final Comparator<PublicationPoint> ORDER =
      Comparator.comparing(PublicationPoint::storage)
          .thenComparing(PublicationPoint::prefix)
          .thenComparing(PublicationPoint::distribution);

  /// The point of what people type: `location` is `[storage:]prefix`, split at its last colon.
  ///
  /// @throws InvalidNameException for a part that cannot be used
  public static PublicationPoint parse(String location, String distribution) {
    int colon = location.lastIndexOf(':');
    var storage = new StorageName(colon < 0 ? "" : location.substring(0, colon));
    var prefix = Prefix.parse(location.substring(colon + 1));
    return new PublicationPoint(storage, prefix, new Distribution(distribution));
  }

  /// The point of `[storage:]prefix/distribution`, split at its last slash; `trixie` is `./trixie`.
  ///
  /// @throws InvalidNameException for a part that cannot be used
  public static PublicationPoint of(String text) {
    int slash = text.lastIndexOf('/');
    return parse(slash < 0 ? "." : text.substring(0, slash), text.substring(slash + 1));
  }

  /// Storage and prefix as `[storage:]prefix`.
  public String location() {
    return storage.isDefault() ? prefix.path() : storage + ":" + prefix;
  }

  @Override
  public int compareTo(PublicationPoint other) {
    return ORDER.compare(this, other);
  }

  /// `[storage:]prefix/distribution`, such as `./trixie`.
  @Override
  public String toString() {
    return location() + "/" + distribution;
  }
}
