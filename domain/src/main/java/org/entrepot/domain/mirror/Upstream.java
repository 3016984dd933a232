package org.entrepot.domain.mirror;

import java.util.List;
import java.util.Optional;
import org.entrepot.domain.name.InvalidNameException;

/// Which part of which archive is mirrored. Immutable.
///
/// An archive is *flat* when its distribution ends with a slash, begins with a dot, or is empty:
/// its indices lie beside the packages, without `dists`, components and architectures
/// (sources.list(5)).
///
/// @param roots the archive, and further places of the same archive that are asked when one fails;
///   at least one
/// @param distribution a directory below `dists`; of a flat archive the path of the indices,
///   beginning with `.` and ending with `/`
/// @param components empty for flat archives
/// @param architectures names, sorted, without `source`; empty only until they are known
public record Upstream(
    List<ArchiveUrl> roots,
    String distribution,
    List<String> components,
    List<String> architectures) {
  /// @throws InvalidNameException for what cannot be a part of an archive
  public Upstream {
    roots = List.copyOf(roots);
    components = List.copyOf(components);
    boolean chosen = !architectures.isEmpty();
    architectures =
        architectures.stream().filter(it -> !it.equals("source")).sorted().distinct().toList();
    if (chosen && architectures.isEmpty()) { // none would mean all
      throw new InvalidNameException(
          "source alone is no architecture to mirror; name another, and mirror sources with it by"
              + " -with-sources");
    }
    if (roots.isEmpty()) {
      throw new InvalidNameException("the mirror has no archive URL");
    }
    distribution = normalised(distribution);
    if (isFlat(distribution) && !components.isEmpty()) {
      throw new InvalidNameException(
          "components aren't supported for flat repos: the distribution %s names a flat archive"
              .formatted(distribution));
    }
    components.forEach(it -> checkPath("component", it));
    architectures.forEach(it -> checkPath("architecture", it));
  }

  private static String normalised(String distribution) {
    if (distribution.isEmpty() || distribution.equals(".")) {
      return "./";
    }
    checkPath("distribution", distribution);
    boolean flat = distribution.startsWith(".") || distribution.endsWith("/");
    if (!flat) {
      return distribution;
    }
    String dotted = distribution.startsWith(".") ? distribution : "./" + distribution;
    return dotted.endsWith("/") ? dotted : dotted + "/";
  }

  private static void checkPath(String what, String text) {
    Optional<String> fault = Optional.empty();
    if (text.isEmpty()) {
      fault = Optional.of("is empty");
    } else if (text.startsWith("/")) {
      fault = Optional.of("begins with a slash");
    } else if (List.of(text.split("/", -1)).contains("..")) {
      fault = Optional.of("leads out of the archive");
    } else if (text.chars().anyMatch(c -> c <= ' ' || c == 0x7f || c == '\\')) {
      fault = Optional.of("contains a blank, backslash or control character");
    } else if (text.length() > 500) {
      fault = Optional.of("is longer than 500 characters");
    }
    fault.ifPresent(problem -> {
      throw new InvalidNameException(
          "the %s \"%s\" of the mirror %s"
              .formatted(what, text.replaceAll("\\p{Cntrl}", "?"), problem));
    });
  }

  private static boolean isFlat(String distribution) {
    return distribution.startsWith(".");
  }

  /// Whether the archive has no `dists`.
  public boolean isFlat() {
    return isFlat(distribution);
  }

  /// The archive itself.
  public ArchiveUrl root() {
    return roots.getFirst();
  }

  /// Where the Release file lies, relative to the root: empty, or ended by a slash.
  public String releaseDirectory() {
    if (!isFlat()) {
      return "dists/" + distribution + "/";
    }
    String path = distribution;
    while (path.startsWith("./")) {
      path = path.substring(2);
    }
    return path;
  }

  /// The same with what the Release file told.
  public Upstream with(List<String> newComponents, List<String> newArchitectures) {
    return new Upstream(roots, distribution, newComponents, newArchitectures);
  }

  /// The same archive at other places.
  public Upstream at(List<ArchiveUrl> newRoots) {
    return new Upstream(newRoots, distribution, components, architectures);
  }
}
