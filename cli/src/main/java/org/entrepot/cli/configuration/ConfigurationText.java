package org.entrepot.cli.configuration;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.entrepot.cli.output.JsonWriter;

/// Shows a configuration: every key in the order of the table, defaults filled in, four blanks of
/// indent, as JSON with camel case keys or as YAML with snake case keys.
public final class ConfigurationText {
  private static final String MASK = "********";
  private static final Pattern URL_PASSWORD = Pattern.compile("(?i)(password=)[^&;]*");
  private static final Pattern URL_USER = Pattern.compile("(//[^/:@]*:)[^/@]*@");
  private static final Pattern PLAIN_YAML = Pattern.compile("[A-Za-z0-9_./~][A-Za-z0-9_./~+@-]*");
  private static final Pattern YAML_WORD =
      Pattern.compile(
          "(?i)~|null|true|false|yes|no|on|off|y|n|[0-9.][0-9a-fox_.+e-]*|[.](inf|nan)");

  /// Whether passwords and secret keys are shown.
  public enum Secrets {
    SHOWN,
    MASKED
  }

  private final Secrets secrets;

  public ConfigurationText(Secrets secrets) {
    this.secrets = secrets;
  }

  /// One JSON object with a newline at its end.
  public String json(Configuration configuration) {
    var json = JsonWriter.indentedBy(4);
    write(configuration.settings(), json);
    return json.finish();
  }

  /// A YAML document, followed by an empty line.
  public String yaml(Configuration configuration) {
    var yaml = new StringBuilder();
    write(configuration.settings(), 0, yaml);
    return yaml.append('\n').toString();
  }

  private void write(Settings settings, JsonWriter json) {
    json.beginObject();
    for (var key : shownKeys(settings)) {
      json.name(key.camelCase());
      switch (settings.value(key)) {
        case SettingValue.Text(var value) -> json.text(masked(key, value));
        case SettingValue.Flag(var value) -> json.flag(value);
        case SettingValue.Whole(var value) -> json.number(value);
        case SettingValue.Texts(_, var none) when none -> json.none();
        case SettingValue.Texts(var values, _) -> {
          json.beginArray();
          values.forEach(json::text);
          json.endArray();
        }
        case SettingValue.Section(var inner) -> write(inner, json);
        case SettingValue.Table(_, var none) when none -> json.none();
        case SettingValue.Table(var entries, _) -> {
          json.beginObject();
          entries.forEach((name, inner) -> {
            json.name(name);
            write(inner, json);
          });
          json.endObject();
        }
      }
    }
    json.endObject();
  }

  private void write(Settings settings, int depth, StringBuilder yaml) {
    for (var key : shownKeys(settings)) {
      yaml.repeat(' ', 4 * depth).append(key.snakeCase()).append(':');
      switch (settings.value(key)) {
        case SettingValue.Text(var value) ->
            yaml.append(' ').append(scalar(masked(key, value))).append('\n');
        case SettingValue.Flag(var value) -> yaml.append(' ').append(value).append('\n');
        case SettingValue.Whole(var value) -> yaml.append(' ').append(value).append('\n');
        case SettingValue.Texts(var values, _) -> items(values, depth + 1, yaml);
        case SettingValue.Section(var inner) -> {
          yaml.append(shownKeys(inner).isEmpty() ? " {}\n" : "\n");
          write(inner, depth + 1, yaml);
        }
        case SettingValue.Table(var entries, _) -> {
          yaml.append(entries.isEmpty() ? " {}\n" : "\n");
          entries.forEach((name, inner) -> {
            yaml.repeat(' ', 4 * (depth + 1)).append(scalar(name)).append(":\n");
            write(inner, depth + 2, yaml);
          });
        }
      }
    }
  }

  private static void items(List<String> values, int depth, StringBuilder yaml) {
    yaml.append(values.isEmpty() ? " []\n" : "\n");
    for (var value : values) {
      yaml.repeat(' ', 4 * depth).append("- ").append(scalar(value)).append('\n');
    }
  }

  /// A pool shows only the keys of its type, and none when it is the usual one.
  private static List<Key> shownKeys(Settings settings) {
    if (!settings.keys().contains(EndpointKeys.POOL_TYPE)) {
      return settings.keys();
    }
    var shown = new ArrayList<Key>();
    if (settings.text(EndpointKeys.POOL_TYPE).toLowerCase(Locale.ROOT).equals("azure")) {
      shown.addAll(settings.keys());
      shown.remove(EndpointKeys.POOL_PATH);
    } else if (settings.isGiven(EndpointKeys.POOL_TYPE)
        || settings.isGiven(EndpointKeys.POOL_PATH)) {
      shown.add(EndpointKeys.POOL_TYPE);
      shown.add(EndpointKeys.POOL_PATH);
    }
    return shown;
  }

  private String masked(Key key, String value) {
    if (!key.secret() || value.isEmpty() || secrets == Secrets.SHOWN) {
      return value;
    }
    if (key.equals(ConfigurationKeys.DATABASE_URL)) {
      var withoutQuery = URL_PASSWORD.matcher(value).replaceAll("$1" + MASK);
      return URL_USER.matcher(withoutQuery).replaceAll("$1" + MASK + "@");
    }
    return MASK;
  }

  private static String scalar(String text) {
    boolean plain = PLAIN_YAML.matcher(text).matches() && !YAML_WORD.matcher(text).matches();
    return plain ? text : JsonWriter.quote(text);
  }
}
