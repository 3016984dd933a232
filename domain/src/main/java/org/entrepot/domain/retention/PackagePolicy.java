package org.entrepot.domain.retention;

import java.time.Duration;

/// What stays in a repository. Each rule keeps packages; what no rule keeps goes. Immutable.
///
/// @param keepVersions how many of the newest versions of each name and architecture stay; 0 for no
///   such rule
/// @param keepDays packages that came into the repository within so many days stay; 0 for no such
///   rule
/// @param keepPublished whether packages stay that some publication holds
/// @param keepInSnapshots whether packages stay that some snapshot holds
public record PackagePolicy(
    int keepVersions, int keepDays, boolean keepPublished, boolean keepInSnapshots) {
  /// @throws IllegalArgumentException for a policy that says neither how many nor how long
  public PackagePolicy {
    Limits.require("versions", keepVersions, keepDays);
  }

  /// How long packages stay; zero for no such rule.
  public Duration age() {
    return Duration.ofDays(keepDays);
  }

  /// `keep the newest 3 versions, 90 days, what is published, what is in snapshots`.
  @Override
  public String toString() {
    return "keep "
        + Limits.words(keepVersions, "version", keepDays)
        + (keepPublished ? ", what is published" : "")
        + (keepInSnapshots ? ", what is in snapshots" : "");
  }
}
