package org.entrepot.storage.path;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// A path below the root of a publish target: names joined by single slashes, for example
/// `debian/dists/trixie/main/binary-amd64/Packages.gz`.
///
/// Relative, without empty names, `.`, `..` and control characters, at most 4,000 bytes in all; so
/// as text it cannot lead out of the root. (A backend with symbolic links checks those too.) Names
/// that begin with [#TEMPORARY_PREFIX] belong to the backends and are refused. Compared by
/// characters.
///
/// @param text the path; empty for the root itself, see [#ROOT]
public record TargetPath(String text) implements Comparable<TargetPath> {
  /// How names of unfinished files begin in every backend.
  public static final String TEMPORARY_PREFIX = ".entrepot-";

  /// The root of a target: a directory to list, never a file.
  public static final TargetPath ROOT = new TargetPath("");

  private static final int MAX_BYTES = 4000;

  /// Refuses what is not such a path with `IllegalArgumentException`.
  public TargetPath {
    if (!text.isEmpty()) {
      check(text);
    }
  }

  /// The path that `text` spells; the root is not accepted.
  public static TargetPath of(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("A path in a publish target is empty");
    }
    return new TargetPath(text);
  }

  private static void check(String text) {
    for (String name : text.split("/", -1)) {
      FileNames.findFault(name)
          .ifPresent(fault -> {
            throw new IllegalArgumentException(
                "The path '" + FileNames.printable(text) + "' in a publish target " + fault);
          });
      if (name.startsWith(TEMPORARY_PREFIX)) {
        throw new IllegalArgumentException(
            "The path '"
                + FileNames.printable(text)
                + "' uses a name that begins with '"
                + TEMPORARY_PREFIX
                + "', which is kept for temporary files");
      }
    }
    if (text.length() * 3 > MAX_BYTES && text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      throw new IllegalArgumentException(
          "The path '" + FileNames.printable(text) + "' is longer than " + MAX_BYTES + " bytes");
    }
  }

  /// Whether this is [#ROOT].
  public boolean isRoot() {
    return text.isEmpty();
  }

  /// The path of `relative` below this one.
  public TargetPath resolve(String relative) {
    return of(isRoot() ? relative : text + "/" + relative);
  }

  /// The directory above, down to [#ROOT]; empty for the root.
  public Optional<TargetPath> findParent() {
    if (isRoot()) {
      return Optional.empty();
    }
    int slash = text.lastIndexOf('/');
    return Optional.of(slash < 0 ? ROOT : new TargetPath(text.substring(0, slash)));
  }

  /// The last name; empty text for the root.
  public String fileName() {
    return text.substring(text.lastIndexOf('/') + 1);
  }

  /// The names from the top; empty for the root.
  public List<String> names() {
    return isRoot() ? List.of() : List.of(text.split("/", -1));
  }

  @Override
  public int compareTo(TargetPath other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
