package org.entrepot.cli.configuration;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.entrepot.cli.configuration.Key.Shape;

/// The values of all keys of one object, defaults filled in. Immutable.
public final class Settings {
  private final Shape shape;
  private final Map<String, SettingValue> given; // by the camel case spelling

  private Settings(Shape shape, Map<String, SettingValue> given) {
    this.shape = shape;
    this.given = given;
  }

  /// An object in which nothing was said.
  static Settings defaults(Shape shape) {
    return new Settings(shape, Map.of());
  }

  static Settings of(Shape shape, Map<String, SettingValue> given) {
    return new Settings(shape, Map.copyOf(given));
  }

  /// The keys that this object may hold, in the order in which they are shown.
  public List<Key> keys() {
    return shape.keys();
  }

  /// The value of a key of this object.
  public SettingValue value(Key key) {
    var value = given.get(key.camelCase());
    return value == null ? defaultValue(key) : value;
  }

  /// The default that the key has in this object: another one for the peer's alias.
  private SettingValue defaultValue(Key key) {
    for (Key own : shape.keys()) {
      if (own.camelCase().equals(key.camelCase())) {
        return own.defaultValue();
      }
    }
    return key.defaultValue();
  }

  /// Whether the file said something about this key.
  public boolean isGiven(Key key) {
    return given.containsKey(key.camelCase());
  }

  public String text(Key key) {
    return ((SettingValue.Text) value(key)).value();
  }

  public boolean flag(Key key) {
    return ((SettingValue.Flag) value(key)).value();
  }

  public int number(Key key) {
    return ((SettingValue.Whole) value(key)).value();
  }

  public List<String> texts(Key key) {
    return ((SettingValue.Texts) value(key)).values();
  }

  public Settings section(Key key) {
    return ((SettingValue.Section) value(key)).settings();
  }

  public SortedMap<String, Settings> table(Key key) {
    return ((SettingValue.Table) value(key)).entries();
  }
}
