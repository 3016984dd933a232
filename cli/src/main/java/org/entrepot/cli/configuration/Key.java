package org.entrepot.cli.configuration;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// One key of the configuration: its two spellings, what it holds, its default and its meaning.
///
/// @param aliases further spellings that files in the wild use; the documented spelling wins over
///   them
/// @param secret whether `config show` masks the value
/// @param shape the keys inside, for a nested object or a table of them
public record Key(
    String camelCase,
    String snakeCase,
    SettingValue defaultValue,
    String meaning,
    List<String> aliases,
    boolean secret,
    Optional<Shape> shape,
    Rule rule) {
  public Key {
    aliases = List.copyOf(aliases);
  }

  /// What a value must be beyond its type.
  sealed interface Rule {
    record Anything() implements Rule {}

    /// One of these words, in any case of letters; for a list, each of its items.
    record OneOf(List<String> words) implements Rule {}

    record AtLeast(int minimum) implements Rule {}
  }

  /// The keys that an object may hold, in the order in which they are shown.
  public record Shape(List<Key> keys) {
    public Shape {
      keys = List.copyOf(keys);
    }
  }

  static Key text(String camelCase, String snakeCase, String defaultValue, String meaning) {
    return key(
        camelCase, snakeCase, new SettingValue.Text(defaultValue), meaning, Optional.empty());
  }

  static Key flag(String camelCase, String snakeCase, boolean defaultValue, String meaning) {
    return key(
        camelCase, snakeCase, new SettingValue.Flag(defaultValue), meaning, Optional.empty());
  }

  static Key number(String camelCase, String snakeCase, int defaultValue, String meaning) {
    return key(
        camelCase, snakeCase, new SettingValue.Whole(defaultValue), meaning, Optional.empty());
  }

  static Key texts(String camelCase, String snakeCase, List<String> defaultValue, String meaning) {
    return key(
        camelCase,
        snakeCase,
        new SettingValue.Texts(defaultValue, false),
        meaning,
        Optional.empty());
  }

  static Key section(String camelCase, String snakeCase, Shape shape, String meaning) {
    return key(
        camelCase,
        snakeCase,
        new SettingValue.Section(Settings.defaults(shape)),
        meaning,
        Optional.of(shape));
  }

  static Key table(String camelCase, String snakeCase, Shape shape, String meaning) {
    return key(
        camelCase,
        snakeCase,
        new SettingValue.Table(new TreeMap<>(), false),
        meaning,
        Optional.of(shape));
  }

  Key alias(String spelling) {
    var all = new ArrayList<>(aliases);
    all.add(spelling);
    return new Key(camelCase, snakeCase, defaultValue, meaning, all, secret, shape, rule);
  }

  Key masked() {
    return new Key(camelCase, snakeCase, defaultValue, meaning, aliases, true, shape, rule);
  }

  Key oneOf(String... words) {
    return with(new Rule.OneOf(List.of(words)));
  }

  Key atLeast(int minimum) {
    return with(new Rule.AtLeast(minimum));
  }

  /// This key with a default that `config show` prints as `null`.
  Key absentAsNull() {
    var none = new SettingValue.Table(new TreeMap<>(), true);
    return new Key(camelCase, snakeCase, none, meaning, aliases, secret, shape, rule);
  }

  /// This key with another text as its default.
  Key withDefault(String text) {
    return new Key(
        camelCase, snakeCase, new SettingValue.Text(text), meaning, aliases, secret, shape, rule);
  }

  private Key with(Rule other) {
    return new Key(camelCase, snakeCase, defaultValue, meaning, aliases, secret, shape, other);
  }

  private static Key key(
      String camelCase,
      String snakeCase,
      SettingValue defaultValue,
      String meaning,
      Optional<Shape> shape) {
    return new Key(
        camelCase, snakeCase, defaultValue, meaning, List.of(), false, shape, new Rule.Anything());
  }
}
