package org.entrepot.format.deb822;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Name of a field: printable ASCII without blanks and colon, not beginning with `#` or `-` (Debian
/// Policy 5.1).
///
/// The spelling is kept; equality and hash ignore case. Immutable.
///
/// @param name the spelling as read
public record FieldName(String name) implements Comparable<FieldName> {
  private static final Map<String, String> FIXED_SPELLINGS =
      Stream.of("SHA1", "SHA256", "SHA512", "MD5Sum", "NotAutomatic", "ButAutomaticUpgrades")
          .collect(Collectors.toUnmodifiableMap(n -> n.toLowerCase(Locale.ROOT), n -> n));
  private static final Set<String> MULTI_LINE =
      Set.of(
          "description",
          "files",
          "changes",
          "checksums-sha1",
          "checksums-sha256",
          "checksums-sha512",
          "package-list");

  /// @throws IllegalArgumentException for a name that Policy 5.1 forbids
  public FieldName {
    if (!isValid(name)) {
      throw new IllegalArgumentException("\"" + name + "\" is not a field name");
    }
  }

  /// Whether Policy 5.1 allows this name.
  public static boolean isValid(String name) {
    if (name.isEmpty() || name.charAt(0) == '#' || name.charAt(0) == '-') {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      if (!isNameByte(name.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  static boolean isNameByte(int c) {
    return c > ' ' && c < 0x7f && c != ':';
  }

  /// The customary spelling: each word between hyphens with one capital first (`xb-FOO` gives
  /// `Xb-Foo`), with the exceptions SHA1, SHA256, SHA512, MD5Sum, NotAutomatic and
  /// ButAutomaticUpgrades.
  public String canonical() {
    var lower = name.toLowerCase(Locale.ROOT);
    var fixed = FIXED_SPELLINGS.get(lower);
    if (fixed != null) {
      return fixed;
    }
    var spelled = new StringBuilder(lower.length());
    boolean first = true;
    for (int i = 0; i < lower.length(); i++) {
      char c = lower.charAt(i);
      spelled.append(first ? Character.toUpperCase(c) : c);
      first = c == '-';
    }
    return spelled.toString();
  }

  /// Whether lines of the value carry meaning, as in Description and Files, so that folding the
  /// value into one line would spoil it.
  public boolean isMultiLine() {
    return MULTI_LINE.contains(name.toLowerCase(Locale.ROOT));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FieldName that && name.equalsIgnoreCase(that.name);
  }

  @Override
  public int hashCode() {
    return name.toLowerCase(Locale.ROOT).hashCode();
  }

  /// Order without regard to case, consistent with equality.
  @Override
  public int compareTo(FieldName other) {
    return name.compareToIgnoreCase(other.name);
  }

  @Override
  public String toString() {
    return name;
  }
}
