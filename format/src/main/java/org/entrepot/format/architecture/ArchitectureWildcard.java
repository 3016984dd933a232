package org.entrepot.format.architecture;

import java.util.Optional;

/// An architecture or a pattern of architectures: `amd64`, `any`, `linux-any`, `any-arm`,
/// `musl-linux-any` (Debian Policy 11.1.1). Immutable.
///
/// A pattern has up to four words, abi-libc-os-cpu, of which leading ones may be left out; `any`
/// stands for every word in its place. As for dpkg, `any` alone matches every name, also `all`.
///
/// @param text the name or pattern as written
public record ArchitectureWildcard(String text) {
  private static final String ANY = "any";

  /// @throws IllegalArgumentException for text that cannot name architectures
  public ArchitectureWildcard {
    if (!Architecture.isValid(text)) {
      throw new IllegalArgumentException("\"" + text + "\" is not the name of an architecture");
    }
  }

  /// Whether it is a pattern rather than the name of one architecture.
  public boolean isPattern() {
    for (String word : text.split("-", -1)) {
      if (word.equals(ANY)) {
        return true;
      }
    }
    return false;
  }

  /// Whether it means this architecture, among others perhaps.
  public boolean matches(Architecture architecture) {
    if (text.equals(ANY) || text.equals(architecture.name())) {
      return true;
    }
    var real = ArchitectureTuple.of(architecture.name());
    var pattern = isPattern() ? patternTuple() : ArchitectureTuple.of(text);
    return real.isPresent()
        && pattern.isPresent()
        && matches(pattern.get().abi(), real.get().abi())
        && matches(pattern.get().libc(), real.get().libc())
        && matches(pattern.get().os(), real.get().os())
        && matches(pattern.get().cpu(), real.get().cpu());
  }

  private Optional<ArchitectureTuple> patternTuple() {
    var words = text.split("-", -1);
    return switch (words.length) {
      case 2 -> Optional.of(new ArchitectureTuple(ANY, ANY, words[0], words[1]));
      case 3 -> Optional.of(new ArchitectureTuple(ANY, words[0], words[1], words[2]));
      case 4 -> Optional.of(new ArchitectureTuple(words[0], words[1], words[2], words[3]));
      default -> Optional.empty();
    };
  }

  private static boolean matches(String pattern, String word) {
    return pattern.equals(ANY) || pattern.equals(word);
  }

  @Override
  public String toString() {
    return text;
  }
}
