package org.entrepot.domain.retention;

import java.time.Duration;
import org.entrepot.domain.access.NamePattern;

/// Which snapshots stay of those whose names have a form. Each rule keeps snapshots; what no rule
/// keeps goes, unless it is in use. Immutable.
///
/// @param keep how many of the newest ones stay; 0 for no such rule
/// @param keepDays those that are younger stay; 0 for no such rule
public record SnapshotPolicy(NamePattern pattern, int keep, int keepDays) {
  /// @throws IllegalArgumentException for a policy that says neither how many nor how long
  public SnapshotPolicy {
    Limits.require("snapshots", keep, keepDays);
  }

  /// How long snapshots stay; zero for no such rule.
  public Duration age() {
    return Duration.ofDays(keepDays);
  }

  /// `mine-*: keep the newest 10 snapshots, 30 days`.
  @Override
  public String toString() {
    return pattern + ": keep " + Limits.words(keep, "snapshot", keepDays);
  }
}
