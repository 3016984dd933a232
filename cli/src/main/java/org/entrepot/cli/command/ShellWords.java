package org.entrepot.cli.command;

import java.util.ArrayList;
import java.util.List;
import org.entrepot.service.ErrorCode;
import org.entrepot.service.RepositoryException;

/// The words of a line, as a POSIX shell reads them: blanks separate; `'…'` is taken as it is; in
/// `"…"` and outside of quotes a backslash takes the next character as it is. Nothing is expanded,
/// and what would do more than separate words in a shell is refused.
final class ShellWords {
  private static final String OPERATORS = ";&|<>()`";

  private ShellWords() {}

  /// The words.
  ///
  /// @param place where the line is, for messages
  /// @throws RepositoryException for a quote without its partner, or an operator of the shell
  static List<String> split(String line, String place) {
    var words = new ArrayList<String>();
    var word = new StringBuilder();
    boolean open = false; // whether a word has begun, even an empty one
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      switch (c) {
        case ' ', '\t' -> {
          if (open) {
            words.add(word.toString());
            word.setLength(0);
            open = false;
          }
        }
        case '\'' -> {
          int end = line.indexOf('\'', i + 1);
          if (end < 0) {
            throw refused(place, "a ' has no partner");
          }
          word.append(line, i + 1, end);
          open = true;
          i = end;
        }
        case '"' -> {
          i = quoted(line, i + 1, word, place);
          open = true;
        }
        case '\\' -> {
          i++;
          if (i == line.length()) {
            throw refused(place, "it ends with a backslash; write each command on one line");
          }
          word.append(line.charAt(i));
          open = true;
        }
        case '#' -> {
          if (!open) {
            return words; // a comment
          }
          word.append(c);
        }
        default -> {
          if (OPERATORS.indexOf(c) >= 0) {
            throw refused(
                place,
                "%c means something to a shell only; put it into quotes, and each command on its own line"
                    .formatted(c));
          }
          word.append(c);
          open = true;
        }
      }
    }
    if (open) {
      words.add(word.toString());
    }
    return words;
  }

  /// Reads to the closing quote, and returns where it is.
  private static int quoted(String line, int from, StringBuilder word, String place) {
    for (int i = from; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"') {
        return i;
      }
      boolean escapes =
          c == '\\' && i + 1 < line.length() && "\"\\$`".indexOf(line.charAt(i + 1)) >= 0;
      if (escapes) {
        i++;
        word.append(line.charAt(i));
      } else {
        word.append(c);
      }
    }
    throw refused(place, "a \" has no partner");
  }

  private static RepositoryException refused(String place, String reason) {
    return new RepositoryException(ErrorCode.INVALID_REQUEST, place + ": " + reason);
  }
}
