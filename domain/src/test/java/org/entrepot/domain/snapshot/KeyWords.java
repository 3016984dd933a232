package org.entrepot.domain.snapshot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.entrepot.domain.packages.PackageSet;
import org.entrepot.domain.packages.StoredKey;
import org.entrepot.domain.packages.StoredKeys;
import org.entrepot.format.architecture.Architecture;
import org.entrepot.format.packages.PackageKey;

/// A catalog of keys, written as words such as `p_1.0`, `p_1.0_i386` or `p_1.0_i386_2`, the last
/// being the hash of the files.
final class KeyWords implements StoredKeys {
  private final Map<PackageKey, StoredKey> byKey = new HashMap<>();
  private final List<StoredKey> byId = new ArrayList<>();

  static List<PackageKey> keys(String words) {
    return Arrays.stream(words.split(" ", -1))
        .filter(word -> !word.isEmpty())
        .map(word -> {
          var parts = word.split("_", -1);
          return new PackageKey(
              new Architecture(parts.length > 2 ? parts[2] : "amd64"),
              parts[0],
              parts[1],
              parts.length > 3 ? Long.parseLong(parts[3]) : 1);
        })
        .toList();
  }

  StoredKey stored(PackageKey key) {
    return byKey.computeIfAbsent(
        key,
        _ -> {
          var stored = new StoredKey(byId.size(), key);
          byId.add(stored);
          return stored;
        });
  }

  List<StoredKey> stored(String words) {
    return keys(words).stream().map(this::stored).toList();
  }

  PackageSet set(String words) {
    return PackageSet.of(stored(words).stream().mapToInt(StoredKey::id));
  }

  /// The words of a set, sorted.
  String words(PackageSet set) {
    return keys(set).stream().map(KeyWords::word).sorted().collect(Collectors.joining(" "));
  }

  static String words(List<StoredKey> keys) {
    return keys.stream().map(KeyWords::word).collect(Collectors.joining(" "));
  }

  private static String word(StoredKey stored) {
    var key = stored.key();
    return key.name()
        + "_"
        + key.version()
        + (key.architecture().name().equals("amd64") && key.filesHash() == 1
            ? ""
            : "_" + key.architecture())
        + (key.filesHash() == 1 ? "" : "_" + key.filesHash());
  }

  /// A set in which no two packages have one name, version and architecture.
  PackageSet random(Random random) {
    var slots = new HashMap<String, StoredKey>();
    for (int n = random.nextInt(14); n > 0; n--) {
      var key =
          new PackageKey(
              new Architecture(List.of("amd64", "i386", "all").get(random.nextInt(3))),
              List.of("p", "q").get(random.nextInt(2)),
              List.of("1", "2", "10", "1.0-0", "1.0", "2~rc").get(random.nextInt(6)),
              1 + random.nextInt(2));
      slots.put(key.shortKey(), stored(key));
    }
    return PackageSet.of(slots.values().stream().mapToInt(StoredKey::id));
  }

  @Override
  public List<StoredKey> keys(PackageSet set) {
    return set.stream().mapToObj(byId::get).toList();
  }

  @Override
  public List<StoredKey> keysNamed(Collection<String> names, PackageSet set) {
    return keys(set).stream().filter(stored -> names.contains(stored.key().name())).toList();
  }
}
