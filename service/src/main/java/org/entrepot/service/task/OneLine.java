package org.entrepot.service.task;

/// Text for one line of output: what comes from foreign files must neither begin another line nor
/// steer a terminal.
public final class OneLine {
  private OneLine() {}

  /// The text with control characters written as `\\uXXXX`.
  public static String of(String text) {
    if (text.chars().noneMatch(Character::isISOControl)) {
      return text;
    }
    var visible = new StringBuilder();
    text.chars()
        .forEach(c -> {
          if (Character.isISOControl(c)) {
            visible.append("\\u%04x".formatted(c));
          } else {
            visible.append((char) c);
          }
        });
    return visible.toString();
  }
}
