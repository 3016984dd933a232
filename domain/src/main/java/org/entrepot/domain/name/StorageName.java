package org.entrepot.domain.name;

import java.util.List;

/// Name of a place that archives are published to: empty for the directory `public` of the root, or
/// `KIND:NAME` as configured, where the kind is `filesystem`, `s3`, `gcs`, `swift`, `azure` or
/// `jfrog`. Ordered by bytes. Immutable.
///
/// @param value the name as given
public record StorageName(String value) implements Comparable<StorageName> {
  /// The directory `public` of the root.
  public static final StorageName DEFAULT = new StorageName("");

  private static final List<String> KINDS =
      List.of("filesystem", "s3", "gcs", "swift", "azure", "jfrog");

  /// @throws InvalidNameException for a name that cannot be used
  public StorageName {
    if (!value.isEmpty()) {
      check(value);
    }
  }

  /// Whether this is the directory `public` of the root.
  public boolean isDefault() {
    return value.isEmpty();
  }

  /// The part before the colon; empty for the default storage.
  public String kind() {
    return isDefault() ? "" : value.substring(0, value.indexOf(':'));
  }

  /// The part after the colon; empty for the default storage.
  public String name() {
    return isDefault() ? "" : value.substring(value.indexOf(':') + 1);
  }

  private static void check(String value) {
    NameRules.checkElement("storage name", value);
    int colon = value.indexOf(':');
    if (colon < 0 || !KINDS.contains(value.substring(0, colon))) {
      throw NameRules.refused(
          "storage name", value, "does not begin with one of " + String.join(":, ", KINDS) + ":");
    }
    if (colon + 1 == value.length()) {
      throw NameRules.refused("storage name", value, "has no name after the colon");
    }
  }

  @Override
  public int compareTo(StorageName other) {
    return NameRules.compare(value, other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
