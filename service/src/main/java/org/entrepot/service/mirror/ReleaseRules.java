package org.entrepot.service.mirror;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.entrepot.domain.mirror.Selection;
import org.entrepot.domain.mirror.SkippedCheck;
import org.entrepot.domain.mirror.Upstream;
import org.entrepot.format.index.ReleaseDate;
import org.entrepot.format.index.ReleaseFile;
import org.entrepot.service.ErrorCode;
import org.entrepot.service.RepositoryException;
import org.entrepot.service.operation.Acceptance;

/// What is refused of a Release file although its signature is good, and what a mirror takes from
/// it. One sentence each, which names the option that accepts it.
final class ReleaseRules {
  private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

  private ReleaseRules() {}

  /// Refuses one that has expired, or is not valid yet.
  static void requireCurrent(
      Optional<Instant> date, Optional<Instant> validUntil, Instant now, Set<Acceptance> accepted) {
    if (accepted.contains(Acceptance.EXPIRED)) {
      return;
    }
    validUntil
        .filter(now::isAfter)
        .ifPresent(until -> {
          throw refused(
              Acceptance.EXPIRED,
              "the Release file expired on %s; somebody may be holding back newer ones"
                  .formatted(ReleaseDate.format(until)));
        });
    date.filter(it -> it.isAfter(now.plus(CLOCK_SKEW)))
        .ifPresent(it -> {
          throw refused(
              Acceptance.EXPIRED,
              "the Release file is dated %s, which is in the future; check this machine's clock"
                  .formatted(ReleaseDate.format(it)));
        });
  }

  /// Refuses one that is older than the last one.
  static void requireNotOlder(
      Optional<Instant> date, Optional<Instant> before, Set<Acceptance> accepted) {
    if (accepted.contains(Acceptance.OLDER) || date.isEmpty() || before.isEmpty()) {
      return;
    }
    if (date.get().isBefore(before.get())) {
      throw refused(
          Acceptance.OLDER,
          "the Release file is of %s, older than the one of %s that was seen before"
              .formatted(ReleaseDate.format(date.get()), ReleaseDate.format(before.get())));
    }
  }

  /// Refuses one of another suite or codename.
  static void requireSameNames(
      Map<String, String> meta, Map<String, String> before, Set<Acceptance> accepted) {
    if (accepted.contains(Acceptance.RENAMED)) {
      return;
    }
    for (String field : List.of("Suite", "Codename")) {
      String now = meta.getOrDefault(field, "");
      String then = before.getOrDefault(field, "");
      if (!then.isEmpty() && !now.equals(then)) {
        throw refused(
            Acceptance.RENAMED,
            "%s of the Release file was \"%s\" and is \"%s\" now".formatted(field, then, now));
      }
    }
  }

  private static RepositoryException refused(Acceptance acceptance, String problem) {
    return new RepositoryException(
        ErrorCode.UPSTREAM_UNTRUSTED,
        "%s; use %s to mirror it nevertheless".formatted(problem, acceptance.flag()));
  }

  /// The refusal of digests that prove nothing.
  static RepositoryException weak(String what) {
    return refused(Acceptance.WEAK_DIGESTS, what + " has no digest better than MD5 or SHA-1");
  }

  /// The upstream with components and architectures of the Release file where none were chosen.
  ///
  /// @throws RepositoryException for chosen ones that it does not list
  static Upstream scope(Upstream upstream, Selection selection, ReleaseFile release) {
    List<String> architectures =
        chosen(
            "architecture",
            upstream.architectures(),
            release.architectures().stream().filter(it -> !it.equals("source")).toList(),
            selection.skips(SkippedCheck.ARCHITECTURES),
            "-force-architectures");
    if (upstream.isFlat()) {
      return upstream.with(List.of(), architectures);
    }
    List<String> components =
        chosen(
            "component",
            upstream.components(),
            named(release, upstream.distribution()),
            selection.skips(SkippedCheck.COMPONENTS),
            "-force-components");
    requireSome("components", components, upstream);
    requireSome("architectures", architectures, upstream);
    return upstream.with(components, architectures);
  }

  private static void requireSome(String what, List<String> found, Upstream upstream) {
    if (found.isEmpty()) {
      throw new RepositoryException(
          ErrorCode.INVALID_REQUEST,
          "the Release file of %s %s names no %s; name them yourself"
              .formatted(upstream.root(), upstream.distribution(), what));
    }
  }

  private static List<String> chosen(
      String what, List<String> wanted, List<String> listed, boolean unchecked, String flag) {
    if (wanted.isEmpty()) {
      return listed;
    }
    if (unchecked || listed.isEmpty()) {
      return wanted;
    }
    var missing = new ArrayList<>(wanted);
    missing.removeAll(listed);
    if (wanted.size() > 1) {
      missing.remove("all"); // in the indices of the others
    }
    if (!missing.isEmpty()) {
      throw new RepositoryException(
          ErrorCode.INVALID_REQUEST,
          "%s %s not available in repo [%s], use %s to override"
              .formatted(what, String.join(", ", missing), String.join(", ", listed), flag));
    }
    return wanted;
  }

  /// Debian's security archive calls `main` by the name `updates/main`, but not in paths.
  private static List<String> named(ReleaseFile release, String distribution) {
    int slash = distribution.lastIndexOf('/');
    String prefix = distribution.substring(slash + 1) + "/";
    return release.components().stream()
        .map(it -> {
          String last = it.substring(it.lastIndexOf('/') + 1);
          boolean stripped =
              (slash >= 0 && it.startsWith(prefix)) || (!has(release, it) && has(release, last));
          return stripped ? last : it;
        })
        .toList();
  }

  private static boolean has(ReleaseFile release, String component) {
    String directory = component + "/";
    return release.files().tailMap(directory).keySet().stream()
        .findFirst()
        .filter(it -> it.startsWith(directory))
        .isPresent();
  }
}
