package org.entrepot.domain.template;

/// The work that one rendering may do: steps, and characters read or written by functions.
final class Budget {
  private static final long MOST = 50_000_000;
  private static final int LONGEST_TEXT = 8 << 20;

  private long spent;

  /// Pays for a step that reads or makes so many characters.
  void spend(long characters) throws TemplateException {
    limit(characters);
    spent += 10 + characters;
    if (spent > MOST) {
      throw new TemplateException("the template takes too long");
    }
  }

  /// Refuses a text that would be so long.
  static void limit(long characters) throws TemplateException {
    if (characters > LONGEST_TEXT) {
      throw new TemplateException("a text grew beyond " + LONGEST_TEXT + " characters");
    }
  }
}
