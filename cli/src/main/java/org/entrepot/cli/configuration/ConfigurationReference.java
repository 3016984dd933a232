package org.entrepot.cli.configuration;

import java.util.List;

/// The reference page of the configuration, made from the table of keys.
public final class ConfigurationReference {
  private ConfigurationReference() {}

  /// The page in Markdown.
  public static String markdown() {
    var page = new StringBuilder();
    page.append("# Configuration\n\n")
        .append("Made from `ConfigurationKeys`; change it there.\n\n")
        .append(
            "The file is `-config FILE`, or the first that can be read of"
                + " `$HOME/.entrepot.conf`,\n")
        .append(
            "`/etc/entrepot.conf`, `$HOME/.aptly.conf`, `/usr/local/etc/aptly.conf` and"
                + " `/etc/aptly.conf`.\n")
        .append(
            "Without any, the defaults below apply and nothing is written. It is JSON with `//` and"
                + " `/* */`\n")
        .append(
            "comments, or YAML; both spellings of a key work in both, in any case of letters. An"
                + " unknown key or\n")
        .append("a value of the wrong type is an error that names the line.\n\n")
        .append(
            "Called as `aptly` (a link of that name to the launcher), the program looks for aptly's"
                + " files only, and\n")
        .append("`rootDir` is `~/.aptly` and `gpgProvider` is `gpg` by default.\n\n");
    table(page, "General", ConfigurationKeys.ALL.keys());
    for (var key : ConfigurationKeys.ALL.keys()) {
      key.shape().ifPresent(shape -> table(page, "`" + key.camelCase() + "`", shape.keys()));
    }
    return page.toString();
  }

  private static void table(StringBuilder page, String title, List<Key> keys) {
    page.append("## ").append(title).append("\n\n");
    page.append("| JSON | YAML | Default | Meaning |\n|---|---|---|---|\n");
    for (var key : keys) {
      page.append(
          "| `%s` | `%s` | %s | %s |\n"
              .formatted(key.camelCase(), key.snakeCase(), defaultValue(key), key.meaning()));
    }
    page.append('\n');
  }

  private static String defaultValue(Key key) {
    return switch (key.defaultValue()) {
      case SettingValue.Text(var text) -> text.isEmpty() ? "" : "`" + text + "`";
      case SettingValue.Flag(var flag) -> "`" + flag + "`";
      case SettingValue.Whole(var number) -> "`" + number + "`";
      case SettingValue.Texts(var texts, _) ->
          texts.isEmpty() ? "" : "`" + String.join(", ", texts) + "`";
      case SettingValue.Section _, SettingValue.Table _ -> "see below";
    };
  }
}
