package org.entrepot.cli.grammar;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.entrepot.domain.template.WholeNumber;

/// The flags of one command line with their values, already checked against their kinds. Immutable.
public final class FlagValues {
  private final Map<String, List<String>> given;

  private FlagValues(Map<String, List<String>> given) {
    this.given = given;
  }

  /// No flag was given.
  public static FlagValues none() {
    return new FlagValues(Map.of());
  }

  /// Whether the flag stands on the command line, whatever its value.
  public boolean isGiven(Flag flag) {
    return given.containsKey(flag.name());
  }

  public String text(Flag flag) {
    var values = given.get(flag.name());
    return values == null ? flag.defaultText() : values.getLast();
  }

  public long number(Flag flag) {
    return WholeNumber.parse(text(flag)).orElseThrow();
  }

  public boolean isOn(Flag flag) {
    return TruthValue.parse(text(flag)).orElseThrow();
  }

  /// Every value of an accumulating flag, in the order given.
  public List<String> all(Flag flag) {
    return given.getOrDefault(flag.name(), List.of());
  }

  /// The flags as they would be typed, but for these.
  List<String> words(Set<String> without) {
    var words = new ArrayList<String>();
    given.forEach((name, values) -> {
      if (!without.contains(name)) {
        values.forEach(value -> words.add("-" + name + "=" + value));
      }
    });
    return words;
  }

  Set<String> names() {
    return given.keySet();
  }

  /// These values and one more.
  FlagValues with(String name, String value) {
    var more = new LinkedHashMap<>(given);
    var values = new ArrayList<>(given.getOrDefault(name, List.of()));
    values.add(value);
    more.put(name, List.copyOf(values));
    return new FlagValues(more);
  }
}
