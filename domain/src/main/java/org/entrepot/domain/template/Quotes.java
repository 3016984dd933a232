package org.entrepot.domain.template;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Quoted texts as Go writes them, in both directions.
final class Quotes {
  private Quotes() {}

  /// The text that stands between quotes, escapes resolved.
  static String unquote(String body, char quote) throws TemplateException {
    var bytes = new ByteArrayOutputStream();
    int i = 0;
    while (i < body.length()) {
      int c = body.codePointAt(i);
      if (c != '\\') {
        utf8(c, bytes);
        i += Character.charCount(c);
        continue;
      }
      if (i + 1 >= body.length()) {
        throw new TemplateException("a backslash ends a quoted text");
      }
      i = escape(body, i + 1, quote, bytes);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static int escape(String body, int at, char quote, ByteArrayOutputStream bytes)
      throws TemplateException {
    char c = body.charAt(at);
    switch (c) {
      case 'a' -> bytes.write(7);
      case 'b' -> bytes.write('\b');
      case 'f' -> bytes.write('\f');
      case 'n' -> bytes.write('\n');
      case 'r' -> bytes.write('\r');
      case 't' -> bytes.write('\t');
      case 'v' -> bytes.write(11);
      case '\\' -> bytes.write('\\');
      case 'x' -> {
        bytes.write(digits(body, at + 1, 2, 16));
        return at + 3;
      }
      case 'u' -> {
        utf8(digits(body, at + 1, 4, 16), bytes);
        return at + 5;
      }
      case 'U' -> {
        utf8(digits(body, at + 1, 8, 16), bytes);
        return at + 9;
      }
      default -> {
        if (c == quote) {
          bytes.write(c);
          return at + 1;
        }
        int value = digits(body, at, 3, 8);
        if (value > 255) {
          throw new TemplateException("an octal escape is at most \\377");
        }
        bytes.write(value);
        return at + 3;
      }
    }
    return at + 1;
  }

  private static int digits(String body, int from, int count, int base) throws TemplateException {
    try {
      if (from + count <= body.length() && Character.digit(body.charAt(from), base) >= 0) {
        int value = Integer.parseInt(body.substring(from, from + count), base);
        if (value >= 0 && value <= Character.MAX_CODE_POINT) {
          return value;
        }
      }
    } catch (NumberFormatException _) {
      // reported below with the escapes that are too short
    }
    throw new TemplateException(
        "unknown escape in a quoted text: \\" + body.substring(from > 0 ? from - 1 : 0));
  }

  private static void utf8(int codePoint, ByteArrayOutputStream bytes) {
    bytes.writeBytes(Character.toString(codePoint).getBytes(StandardCharsets.UTF_8));
  }

  /// A text with quotes around it and with escapes for what cannot be printed.
  static String quote(String text, char quote) {
    var quoted = new StringBuilder().append(quote);
    text.codePoints()
        .forEach(c -> {
          switch (c) {
            case '\\' -> quoted.append("\\\\");
            case '\n' -> quoted.append("\\n");
            case '\r' -> quoted.append("\\r");
            case '\t' -> quoted.append("\\t");
            case 7 -> quoted.append("\\a");
            case '\b' -> quoted.append("\\b");
            case '\f' -> quoted.append("\\f");
            case 11 -> quoted.append("\\v");
            default -> {
              if (c == quote) {
                quoted.append('\\').append(quote);
              } else if (c < ' ' || c == 0x7f) {
                quoted.append("\\x").append("%02x".formatted(c));
              } else {
                quoted.appendCodePoint(c);
              }
            }
          }
        });
    return quoted.append(quote).toString();
  }
}
