package org.entrepot.cli.configuration;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// The value of one key, checked against the table. Immutable.
///
/// Lists and maps remember whether the file said `null`, because `config show` repeats it.
public sealed interface SettingValue {
  record Text(String value) implements SettingValue {}

  record Flag(boolean value) implements SettingValue {}

  record Whole(int value) implements SettingValue {}

  record Texts(List<String> values, boolean none) implements SettingValue {
    public Texts {
      values = List.copyOf(values);
    }
  }

  /// One nested object.
  record Section(Settings settings) implements SettingValue {}

  /// Named nested objects, in the order of their names.
  record Table(SortedMap<String, Settings> entries, boolean none) implements SettingValue {
    public Table {
      entries = Collections.unmodifiableSortedMap(new TreeMap<>(entries));
    }
  }
}
