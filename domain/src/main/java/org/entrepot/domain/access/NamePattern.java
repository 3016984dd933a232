package org.entrepot.domain.access;

import org.entrepot.domain.name.InvalidNameException;
import org.entrepot.domain.query.Glob;

/// A glob over the name of an object: `*` is any run of characters except `/`, `?` one character
/// except `/`, `[a-z]` and `[^a-z]` one of a class, `\x` the character x. The whole name must
/// match, and matching takes linear time. Immutable.
///
/// Publications are named as they are shown: `debian/trixie`, `./stable`,
/// `filesystem:web:debian/trixie`.
public record NamePattern(String text) {
  private static final int MAX_LENGTH = 255;

  /// @throws InvalidNameException for what is no pattern
  public NamePattern {
    if (text.isEmpty() || text.length() > MAX_LENGTH) {
      throw new InvalidNameException(
          "the name pattern is empty or longer than %d characters".formatted(MAX_LENGTH));
    }
    if (text.codePoints().anyMatch(Character::isISOControl) || Glob.parse(text).isEmpty()) {
      throw new InvalidNameException(
          "the name pattern \"%s\" cannot be read: write team-*, or debian/* for publications"
              .formatted(text.replaceAll("\\p{Cntrl}", "\uFFFD")));
    }
  }

  /// Whether a whole name has this form.
  public boolean matches(String name) {
    return Glob.parse(text).orElseThrow().matches(name);
  }

  @Override
  public String toString() {
    return text;
  }
}
