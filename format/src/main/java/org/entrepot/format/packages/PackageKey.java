package org.entrepot.format.packages;

import org.entrepot.format.FormatException;
import org.entrepot.format.architecture.Architecture;

/// Key of a package, as aptly prints and takes it: `Parchitecture name version hash`, with single
/// blanks. Immutable.
///
/// @param architecture the architecture, `source` for source packages
/// @param name the name, not empty and without blanks and control characters
/// @param version the version, without blanks; empty for installer packages
/// @param filesHash the hash of the files, see [FilesHash]
public record PackageKey(Architecture architecture, String name, String version, long filesHash) {
  private static final String RULE = "package key: P, architecture, name, version, hash";

  /// @throws IllegalArgumentException for a part that would make the text ambiguous
  public PackageKey {
    if (name.isEmpty() || !isWord(name)) {
      throw new IllegalArgumentException("\"" + name + "\" is not the name of a package");
    }
    if (!isWord(version)) {
      throw new IllegalArgumentException("\"" + version + "\" is not a version");
    }
  }

  /// The whole key, such as `Pamd64 hardlink 0.2.1 daf8fcecbf8210ad`.
  public String full() {
    return shortKey() + " " + new FilesHash(filesHash).hex();
  }

  /// The key without the hash: unique within one list of packages.
  public String shortKey() {
    return "P" + architecture + " " + name + " " + version;
  }

  /// The key that `full` prints.
  ///
  /// @throws FormatException for any other text
  public static PackageKey parse(String text) throws FormatException {
    var parts = text.split(" ", -1);
    if (parts.length != 4 || !text.startsWith("P")) {
      throw refused("does not have four parts", text);
    }
    var architecture = parts[0].substring(1);
    if (!Architecture.isValid(architecture)) {
      throw refused("has no valid architecture", text);
    }
    if (parts[1].isEmpty() || !isWord(parts[1]) || !isWord(parts[2])) {
      throw refused("has no valid name and version", text);
    }
    var hash = parts[3];
    if (hash.length() < 8
        || hash.length() > 16
        || !hash.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
      throw refused("has no valid hash", text);
    }
    return new PackageKey(
        new Architecture(architecture), parts[1], parts[2], Long.parseUnsignedLong(hash, 16));
  }

  /// The same as `full`.
  @Override
  public String toString() {
    return full();
  }

  private static boolean isWord(String text) {
    return text.chars().allMatch(c -> c > ' ' && c != 0x7f);
  }

  private static FormatException refused(String problem, String text) {
    return FormatException.of("", "the package key " + problem, RULE, text);
  }
}
