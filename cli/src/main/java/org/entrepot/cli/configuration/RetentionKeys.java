package org.entrepot.cli.configuration;

import static org.entrepot.cli.configuration.Key.flag;
import static org.entrepot.cli.configuration.Key.number;

import java.util.List;
import org.entrepot.cli.configuration.Key.Shape;

/// The keys of a policy that `retain` applies.
final class RetentionKeys {
  static final Key KEEP_VERSIONS =
      number(
              "keepVersions",
              "keep_versions",
              1,
              "How many of the newest versions of each name and architecture stay.")
          .atLeast(0);
  static final Key KEEP =
      number("keep", "keep", 1, "How many of the newest snapshots stay.").atLeast(0);
  static final Key KEEP_DAYS =
      number("keepDays", "keep_days", 0, "What is younger stays; 0: age is no reason.").atLeast(0);
  static final Key KEEP_PUBLISHED =
      flag("keepPublished", "keep_published", false, "What a publication holds stays.");
  static final Key KEEP_IN_SNAPSHOTS =
      flag("keepInSnapshots", "keep_in_snapshots", false, "What a snapshot holds stays.");

  /// The keys of a policy for packages.
  static final Shape PACKAGES =
      new Shape(List.of(KEEP_VERSIONS, KEEP_DAYS, KEEP_PUBLISHED, KEEP_IN_SNAPSHOTS));

  /// The keys of a policy for snapshots.
  static final Shape SNAPSHOTS = new Shape(List.of(KEEP, KEEP_DAYS));

  private RetentionKeys() {}
}
