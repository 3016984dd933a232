package org.entrepot.format.architecture;

/// Name of an architecture: letters, digits and hyphens, beginning with a letter or digit, at most
/// 64 characters (Debian Policy 5.6.8, 11.1). Besides real ones there are `all`, for packages that
/// suit every architecture, and `source`. Immutable.
///
/// @param name the name, such as `amd64`
public record Architecture(String name) implements Comparable<Architecture> {
  /// Packages that suit every architecture.
  public static final Architecture ALL = new Architecture("all");

  /// Source packages.
  public static final Architecture SOURCE = new Architecture("source");

  private static final int MAX_LENGTH = 64;

  /// @throws IllegalArgumentException for text that cannot name an architecture
  public Architecture {
    if (!isValid(name)) {
      throw new IllegalArgumentException("\"" + name + "\" is not the name of an architecture");
    }
  }

  /// Whether the text can name an architecture.
  public static boolean isValid(String name) {
    if (name.isEmpty() || name.length() > MAX_LENGTH || name.charAt(0) == '-') {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean allowed =
          (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
      if (!allowed) {
        return false;
      }
    }
    return true;
  }

  /// Whether this is `all`.
  public boolean isAll() {
    return equals(ALL);
  }

  /// Whether this is `source`.
  public boolean isSource() {
    return equals(SOURCE);
  }

  /// Whether a package of this architecture belongs to what is offered for `wanted`: the same
  /// architecture, or `all` wherever no sources are wanted.
  public boolean suits(Architecture wanted) {
    return equals(wanted) || (isAll() && !wanted.isSource());
  }

  /// Order of the names.
  @Override
  public int compareTo(Architecture other) {
    return name.compareTo(other.name);
  }

  @Override
  public String toString() {
    return name;
  }
}
