package org.entrepot.cli.configuration;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.entrepot.cli.configuration.Key.Rule;
import org.entrepot.cli.configuration.Key.Shape;
import org.entrepot.cli.configuration.Node.Items;
import org.entrepot.cli.configuration.Node.Member;
import org.entrepot.cli.configuration.Node.Members;
import org.entrepot.cli.configuration.Node.Position;
import org.entrepot.cli.configuration.Node.Scalar;
import org.entrepot.cli.configuration.Node.ScalarKind;
import org.entrepot.cli.spelling.NearestWord;

/// Checks what a file says against the table of keys. All problems of a file are reported at once.
final class SettingsReader {
  private static final int MOST_PROBLEMS = 20;

  private final String file;
  private final List<String> problems = new ArrayList<>();

  /// The member of an object that speaks for a key.
  private record Chosen(Key key, Member member) {}

  private SettingsReader(String file) {
    this.file = file;
  }

  static Settings read(Node root, Shape shape, String file) {
    var reader = new SettingsReader(file);
    var settings = reader.object(root, shape, "");
    if (!reader.problems.isEmpty()) {
      throw new ConfigurationException(String.join("; ", reader.problems));
    }
    return settings;
  }

  private Settings object(Node node, Shape shape, String path) {
    if (!(node instanceof Members(var members, _))) {
      if (!isNull(node)) {
        problem(node.at(), name(path) + " must be an object, not " + node.describe());
      }
      return Settings.defaults(shape);
    }
    Map<String, Key> spellings = new HashMap<>();
    for (var key : shape.keys()) {
      key.aliases().forEach(alias -> spellings.put(lower(alias), key));
      spellings.put(lower(key.snakeCase()), key);
      spellings.put(lower(key.camelCase()), key);
    }
    Map<String, Chosen> chosen = new LinkedHashMap<>();
    for (var member : members) {
      var key = spellings.get(lower(member.name()));
      if (key == null) {
        unknown(member, shape, path);
        continue;
      }
      var earlier = chosen.get(key.camelCase());
      if (earlier == null || isAlias(key, earlier.member())) {
        chosen.put(key.camelCase(), new Chosen(key, member));
      } else if (!isAlias(key, member)) {
        problem(
            member.at(),
            name(join(path, member.name()))
                + " was already given on line "
                + earlier.member().at().line()
                + "; remove one of them");
      }
    }
    Map<String, SettingValue> given = new HashMap<>();
    for (var choice : chosen.values()) {
      var member = choice.member();
      value(choice.key(), member.value(), join(path, member.name()))
          .ifPresent(value -> given.put(choice.key().camelCase(), value));
    }
    return Settings.of(shape, given);
  }

  private void unknown(Member member, Shape shape, String path) {
    List<String> candidates = new ArrayList<>();
    boolean snake = member.name().indexOf('_') >= 0;
    for (var key : shape.keys()) {
      candidates.add(snake ? key.snakeCase() : key.camelCase());
    }
    for (var key : shape.keys()) {
      candidates.add(snake ? key.camelCase() : key.snakeCase());
    }
    var hint =
        NearestWord.find(member.name(), candidates)
            .map(word -> "; did you mean \"" + word + "\"?")
            .orElse("; `entrepot config show` lists all keys");
    problem(member.at(), "there is no key " + name(join(path, member.name())) + hint);
  }

  private Optional<SettingValue> value(Key key, Node node, String path) {
    if (isNull(node)) {
      return whenNull(key);
    }
    return switch (key.defaultValue()) {
      case SettingValue.Text _ ->
          text(node, path, "a text").map(text -> checked(key, text, node, path));
      case SettingValue.Flag _ -> flag(node, path);
      case SettingValue.Whole _ -> number(key, node, path);
      case SettingValue.Texts _ -> texts(key, node, path);
      case SettingValue.Section _ ->
          Optional.of(new SettingValue.Section(object(node, key.shape().orElseThrow(), path)));
      case SettingValue.Table _ -> table(key.shape().orElseThrow(), node, path);
    };
  }

  private static Optional<SettingValue> whenNull(Key key) {
    return switch (key.defaultValue()) {
      case SettingValue.Texts _ -> Optional.of(new SettingValue.Texts(List.of(), true));
      case SettingValue.Table _ -> Optional.of(new SettingValue.Table(new TreeMap<>(), true));
      default -> Optional.empty();
    };
  }

  private SettingValue checked(Key key, String text, Node node, String path) {
    checkWord(key, text, node, path);
    return new SettingValue.Text(text);
  }

  private void checkWord(Key key, String text, Node node, String path) {
    if (key.rule() instanceof Rule.OneOf(var words) && !words.contains(lower(text))) {
      var shown = words.stream().filter(word -> !word.isEmpty()).toList();
      problem(
          node.at(),
          name(path) + " must be one of " + String.join(", ", shown) + ", not " + node.describe());
    }
  }

  private Optional<String> text(Node node, String path, String wanted) {
    if (node instanceof Scalar scalar && (scalar.kind() == ScalarKind.TEXT || scalar.plain())) {
      return Optional.of(scalar.text());
    }
    problem(node.at(), name(path) + " must be " + wanted + ", not " + node.describe());
    return Optional.empty();
  }

  private Optional<SettingValue> flag(Node node, String path) {
    if (node instanceof Scalar scalar && (scalar.kind() == ScalarKind.FLAG || scalar.plain())) {
      switch (lower(scalar.text())) {
        case "true", "yes", "on" -> {
          return Optional.of(new SettingValue.Flag(true));
        }
        case "false", "no", "off" -> {
          return Optional.of(new SettingValue.Flag(false));
        }
        default -> {}
      }
    }
    problem(node.at(), name(path) + " must be true or false, not " + node.describe());
    return Optional.empty();
  }

  private Optional<SettingValue> number(Key key, Node node, String path) {
    if (node instanceof Scalar scalar && scalar.kind() == ScalarKind.NUMBER) {
      try {
        int value = Integer.parseInt(scalar.text());
        if (key.rule() instanceof Rule.AtLeast(int minimum) && value < minimum) {
          problem(node.at(), name(path) + " must be at least " + minimum + ", not " + value);
        }
        return Optional.of(new SettingValue.Whole(value));
      } catch (NumberFormatException _) {
        // reported below like any other value that is not a whole number
      }
    }
    problem(node.at(), name(path) + " must be a whole number, not " + node.describe());
    return Optional.empty();
  }

  private Optional<SettingValue> texts(Key key, Node node, String path) {
    if (!(node instanceof Items(var values, _))) {
      problem(node.at(), name(path) + " must be a list of texts, not " + node.describe());
      return Optional.empty();
    }
    List<String> texts = new ArrayList<>();
    for (var value : values) {
      text(value, path, "a list of texts")
          .ifPresent(text -> {
            checkWord(key, text, value, path);
            texts.add(text);
          });
    }
    return Optional.of(new SettingValue.Texts(texts, false));
  }

  private Optional<SettingValue> table(Shape shape, Node node, String path) {
    if (!(node instanceof Members(var members, _))) {
      problem(node.at(), name(path) + " must be an object, not " + node.describe());
      return Optional.empty();
    }
    var entries = new TreeMap<String, Settings>();
    for (var member : members) {
      var inner = join(path, member.name());
      if (entries.put(member.name(), object(member.value(), shape, inner)) != null) {
        problem(member.at(), name(inner) + " is there twice; rename or remove one of them");
      }
    }
    return Optional.of(new SettingValue.Table(entries, false));
  }

  private void problem(Position at, String sentence) {
    if (problems.size() < MOST_PROBLEMS) {
      problems.add(file + ":" + at.line() + ":" + at.column() + ": " + sentence);
    }
  }

  private static boolean isAlias(Key key, Member member) {
    return key.aliases().contains(lower(member.name()));
  }

  private static boolean isNull(Node node) {
    return node instanceof Scalar scalar && scalar.kind() == ScalarKind.NULL;
  }

  private static String name(String path) {
    return path.isEmpty() ? "the configuration" : '"' + path + '"';
  }

  private static String join(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
