package org.entrepot.domain.upload;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.entrepot.domain.query.PackageQuery;
import org.entrepot.format.deb822.Stanza;

/// Rules who may upload what. Immutable and thread-safe.
///
/// The first rule decides whose condition the upload fulfils and that names one of the keys: `deny`
/// before `allow`. When none does, or nobody signed, the upload is denied.
///
/// A key is named by its fingerprint or the last 16 or 8 digits of it, in any case, with or without
/// `0x` and blanks; `*` names every key. The primary key of the signer counts as well as the subkey
/// that signed.
///
/// @param groups names of keys and of other groups, by the name of a group
public record UploaderRules(Map<String, List<String>> groups, List<Rule> rules) {
  private static final Pattern HEX = Pattern.compile("[0-9A-F]+");
  private static final Set<Integer> KEY_LENGTHS = Set.of(8, 16, 40, 64);

  public UploaderRules {
    groups = Map.copyOf(groups);
    rules = List.copyOf(rules);
  }

  /// One rule.
  ///
  /// @param condition a question to the fields of the `.changes`
  /// @param allow keys, groups or `*`
  /// @param deny keys, groups or `*`
  public record Rule(PackageQuery condition, List<String> allow, List<String> deny) {
    public Rule {
      allow = List.copyOf(allow);
      deny = List.copyOf(deny);
    }
  }

  /// Why an upload is denied; empty when it is accepted.
  ///
  /// @param changes its fields
  /// @param keys fingerprints of those who signed it, with their primary keys
  public Optional<String> denial(Stanza changes, Collection<String> keys) {
    if (keys.isEmpty()) {
      return Optional.of("it has no verified signature, which the rules for uploaders ask for");
    }
    for (Rule rule : rules) {
      if (!rule.condition().matchesChanges(changes)) {
        continue;
      }
      if (names(rule.deny(), keys)) {
        return Optional.of(
            "the rule for \"%s\" denies key %s"
                .formatted(rule.condition(), String.join(", ", keys)));
      }
      if (names(rule.allow(), keys)) {
        return Optional.empty();
      }
    }
    return Optional.of("no rule for uploaders allows key " + String.join(", ", keys));
  }

  /// Names in the rules that are neither a key, a group nor `*`: they never match, so somebody
  /// mistyped them.
  public List<String> unknownNames() {
    var names = new ArrayList<String>();
    groups.values().forEach(names::addAll);
    for (Rule rule : rules) {
      names.addAll(rule.allow());
      names.addAll(rule.deny());
    }
    return names.stream()
        .filter(name -> !name.equals("*") && !groups.containsKey(name))
        .filter(name -> !isKey(normal(name)))
        .distinct()
        .toList();
  }

  private boolean names(List<String> named, Collection<String> keys) {
    return expand(named, new HashSet<>()).stream()
        .anyMatch(name -> keys.stream().anyMatch(key -> isNamed(normal(key), name)));
  }

  private static boolean isNamed(String key, String name) {
    return name.equals("*") || (isKey(normal(name)) && key.endsWith(normal(name)));
  }

  private List<String> expand(List<String> names, Set<String> seen) {
    var all = new ArrayList<String>();
    for (String name : names) {
      List<String> members = groups.get(name);
      if (members == null) {
        all.add(name);
      } else if (seen.add(name)) {
        all.addAll(expand(members, seen));
      }
    }
    return all;
  }

  private static boolean isKey(String name) {
    return KEY_LENGTHS.contains(name.length()) && HEX.matcher(name).matches();
  }

  private static String normal(String name) {
    String upper = name.replace(" ", "").toUpperCase(Locale.ROOT);
    return upper.startsWith("0X") ? upper.substring(2) : upper;
  }
}
