package org.entrepot.cli.command;

import java.util.List;
import org.entrepot.cli.configuration.ConfigurationLoader;
import org.entrepot.cli.configuration.ConfigurationText;
import org.entrepot.cli.grammar.Flag;
import org.entrepot.cli.grammar.Invocation;
import org.entrepot.cli.grammar.Positionals;
import org.entrepot.cli.output.JsonWriter;

/// `config show` and `version`.
final class ConfigurationCommands {
  private static final Flag YAML = Flag.onOff("yaml", "print YAML");
  private static final Flag SECRETS =
      Flag.onOff("show-secrets", "print passwords and keys in clear");

  private ConfigurationCommands() {}

  static List<Command> all() {
    return List.of(
        Command.of("config", "show")
            .purpose("show the configuration in force")
            .takes(Positionals.atLeast(0, ""))
            .flags(YAML, SECRETS, GlobalFlags.JSON)
            .describes(
                "Every key with its value or default, as JSON, or with -yaml as YAML. Secrets are"
                    + " masked unless asked for.")
            .examples("config show -yaml")
            .failsWith("unable to show the configuration", ConfigurationCommands::show),
        Command.of("version")
            .purpose("show the version")
            .flags(GlobalFlags.JSON)
            .describes("The version of this program.")
            .examples("version")
            .failsWith("unable to show the version", ConfigurationCommands::version));
  }

  private static int show(Invocation invocation, Session session) {
    var text =
        new ConfigurationText(
            invocation.flags().isOn(SECRETS)
                ? ConfigurationText.Secrets.SHOWN
                : ConfigurationText.Secrets.MASKED);
    session
        .output()
        .text(
            invocation.flags().isOn(YAML) && !invocation.flags().isOn(GlobalFlags.JSON)
                ? text.yaml(session.configuration())
                : text.json(session.configuration()));
    return CommandHandler.OK;
  }

  private static int version(Invocation invocation, Session session) {
    session
        .output()
        .text(
            invocation.flags().isOn(GlobalFlags.JSON)
                ? JsonWriter.pretty()
                    .beginObject()
                    .member("Version", ProgramVersion.TEXT)
                    .endObject()
                    .finish()
                : session.program()
                    + " version: "
                    + (session.program().equals(ConfigurationLoader.PEER)
                        ? ProgramVersion.PEER + "+entrepot" + ProgramVersion.TEXT
                        : ProgramVersion.TEXT)
                    + "\n");
    return CommandHandler.OK;
  }
}
