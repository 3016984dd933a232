package org.entrepot.domain.retention;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.entrepot.domain.packages.PackagePlace;
import org.entrepot.domain.packages.PackageSet;
import org.entrepot.domain.packages.StoredKey;
import org.entrepot.domain.packages.StoredKeys;
import org.entrepot.format.version.Version;

/// What a policy does to a repository, as a function of the facts alone. A package may be kept for
/// several reasons, so the sets overlap. Immutable.
///
/// @param removed what no rule keeps
/// @param newest what is among the newest versions
/// @param recent what came lately
/// @param published what a publication holds, if that matters
/// @param inSnapshots what a snapshot holds, if that matters
public record PackagePlan(
    PackageSet removed,
    PackageSet newest,
    PackageSet recent,
    PackageSet published,
    PackageSet inSnapshots) {

  /// Who else holds packages, and which came lately: packages of any set.
  public record Facts(PackageSet recent, PackageSet published, PackageSet inSnapshots) {}

  /// The plan for the members of a repository.
  ///
  /// Versions are counted by deb-version(7): `1.0` and `1.00` are one version, and all packages of
  /// the newest ones stay.
  public static PackagePlan of(
      PackageSet members, PackagePolicy policy, Facts facts, StoredKeys keys) {
    PackageSet newest = newest(members, policy.keepVersions(), keys);
    PackageSet recent =
        policy.keepDays() == 0 ? PackageSet.empty() : facts.recent().intersect(members);
    PackageSet published =
        policy.keepPublished() ? facts.published().intersect(members) : PackageSet.empty();
    PackageSet inSnapshots =
        policy.keepInSnapshots() ? facts.inSnapshots().intersect(members) : PackageSet.empty();
    PackageSet removed = members.minus(newest).minus(recent).minus(published).minus(inSnapshots);
    return new PackagePlan(removed, newest, recent, published, inSnapshots);
  }

  private static PackageSet newest(PackageSet members, int count, StoredKeys keys) {
    if (count == 0) {
      return PackageSet.empty();
    }
    List<StoredKey> all = keys.keys(members);
    Map<PackagePlace, TreeSet<Version>> versions = new HashMap<>();
    for (StoredKey stored : all) {
      TreeSet<Version> newest =
          versions.computeIfAbsent(
              stored.place(), _ -> new TreeSet<>(Comparator.<Version>naturalOrder()));
      newest.add(version(stored));
      if (newest.size() > count) {
        newest.pollFirst();
      }
    }
    return PackageSet.of(
        all.stream()
            .filter(stored ->
                Objects.requireNonNull(versions.get(stored.place())).contains(version(stored)))
            .mapToInt(StoredKey::id));
  }

  private static Version version(StoredKey stored) {
    return Version.parseLenient(stored.key().version());
  }
}
