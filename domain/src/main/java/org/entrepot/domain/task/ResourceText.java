package org.entrepot.domain.task;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Words that may hold anything, in one line.
final class ResourceText {
  private ResourceText() {}

  static String join(String type, String... parts) {
    var line = new StringBuilder(type);
    for (String part : parts) {
      line.append(' ');
      part.codePoints().forEach(c -> append(c, line));
    }
    return line.toString();
  }

  private static void append(int c, StringBuilder line) {
    if (c != ' ' && c != '%' && !Character.isISOControl(c)) {
      line.appendCodePoint(c);
      return;
    }
    for (byte b : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
      line.append(String.format(Locale.ROOT, "%%%02X", b & 0xff));
    }
  }

  static List<String> split(String line) {
    var words = new ArrayList<String>();
    for (String word : line.split(" ", -1)) {
      words.add(word.indexOf('%') < 0 ? word : decoded(word, line));
    }
    return words;
  }

  private static String decoded(String word, String line) {
    var bytes = new ByteArrayOutputStream(word.length());
    for (int i = 0; i < word.length(); ) {
      if (word.charAt(i) != '%') {
        int c = word.codePointAt(i);
        bytes.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
        i += Character.charCount(c);
        continue;
      }
      int high = i + 1 < word.length() ? Character.digit(word.charAt(i + 1), 16) : -1;
      int low = i + 2 < word.length() ? Character.digit(word.charAt(i + 2), 16) : -1;
      if (high < 0 || low < 0) {
        throw refused(line);
      }
      bytes.write(high * 16 + low);
      i += 3;
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  static IllegalArgumentException refused(String line) {
    return new IllegalArgumentException("\"" + line + "\" is not the text of a resource");
  }
}
