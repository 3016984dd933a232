package org.entrepot.domain.task;

import java.util.Locale;

/// What a task does with a resource. Text form: `shared` or `exclusive`, a blank, the resource.
/// Immutable.
public record ResourceClaim(Resource resource, Access access) {
  /// A claim to read.
  public static ResourceClaim shared(Resource resource) {
    return new ResourceClaim(resource, Access.SHARED);
  }

  /// A claim to change.
  public static ResourceClaim exclusive(Resource resource) {
    return new ResourceClaim(resource, Access.EXCLUSIVE);
  }

  /// Whether tasks with these claims must not run at the same time: they have something in common,
  /// and at least one changes it.
  public boolean conflictsWith(ResourceClaim other) {
    boolean change = access == Access.EXCLUSIVE || other.access == Access.EXCLUSIVE;
    return change && resource.overlaps(other.resource);
  }

  /// Whether this claim allows all that the other does.
  public boolean covers(ResourceClaim other) {
    boolean enough = access == Access.EXCLUSIVE || other.access == Access.SHARED;
    return enough && resource.contains(other.resource);
  }

  /// The line that `parse` reads.
  public String toText() {
    return access.name().toLowerCase(Locale.ROOT) + " " + resource.toText();
  }

  /// The claim of a line that `toText` wrote.
  ///
  /// @throws IllegalArgumentException for any other text
  public static ResourceClaim parse(String line) {
    int blank = line.indexOf(' ');
    var resource = line.substring(blank + 1);
    return switch (line.substring(0, Math.max(0, blank))) {
      case "shared" -> shared(Resource.parse(resource));
      case "exclusive" -> exclusive(Resource.parse(resource));
      default -> throw new IllegalArgumentException("\"" + line + "\" is not the text of a claim");
    };
  }

  @Override
  public String toString() {
    return toText();
  }
}
