package org.entrepot.cli.command;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.entrepot.cli.grammar.CommandGroup;
import org.entrepot.cli.grammar.CommandNode;
import org.entrepot.cli.grammar.CommandSpec;

/// Every command, by its words. Immutable.
public final class CommandTable {
  private static final Map<String, String> GROUPS =
      Map.ofEntries(
          Map.entry("mirror", "manage mirrors of other archives"),
          Map.entry("repo", "manage local package repositories"),
          Map.entry("incoming", "take uploads from a directory"),
          Map.entry("snapshot", "manage snapshots of repositories"),
          Map.entry("publish", "manage published repositories"),
          Map.entry("publish source", "manage the sources that the next update publishes"),
          Map.entry("retain", "remove old packages and snapshots by policy"),
          Map.entry("package", "operations on packages"),
          Map.entry("db", "maintain the database and the package pool"),
          Map.entry("import", "take over everything of another repository manager"),
          Map.entry("api", "serve the REST API"),
          Map.entry("task", "look at the tasks of this and other processes"),
          Map.entry("schedule", "update mirrors again and again, and publish what has changed"),
          Map.entry("token", "manage who may use the REST API"),
          Map.entry("audit", "look at who changed what"),
          Map.entry("key", "manage the keys that archives are signed with"),
          Map.entry("config", "look at the configuration"));

  private final List<Command> commands;
  private final Map<CommandSpec, Command> bySpec = new HashMap<>();

  /// All commands of this module and those of the program's composition.
  public CommandTable(List<Command> more) {
    var all = new ArrayList<Command>();
    all.addAll(MirrorCommands.all());
    all.addAll(RepositoryCommands.all());
    all.addAll(IncomingCommands.all());
    all.addAll(SnapshotCommands.all());
    all.addAll(SnapshotAlgebraCommands.all());
    all.addAll(PublishCommands.all());
    all.add(PublishedSearchCommand.command());
    all.addAll(SourceCommands.all());
    all.addAll(RetainCommands.all());
    all.addAll(ScheduleCommands.all());
    all.addAll(PackageCommands.all());
    all.addAll(DatabaseCommands.all());
    all.addAll(ImportCommands.all());
    all.addAll(GraphCommand.all());
    all.addAll(TaskCommands.all());
    all.add(TaskRunCommand.command());
    all.addAll(CompletionCommands.all(this::root));
    all.addAll(KeyCommands.all());
    all.addAll(TokenCommands.all());
    all.addAll(AuditCommands.all());
    all.addAll(ConfigurationCommands.all());
    all.addAll(more);
    commands = List.copyOf(all);
    commands.forEach(command -> bySpec.put(command.spec(), command));
  }

  /// The command of a specification of this table.
  Command require(CommandSpec spec) {
    Command command = bySpec.get(spec);
    if (command == null) {
      throw new IllegalArgumentException("no such command: " + spec.name());
    }
    return command;
  }

  /// The tree of words.
  CommandGroup root() {
    return group(
        List.of(),
        "manage Debian package repositories",
        """
        Entrepot keeps local package repositories, freezes them into snapshots, and publishes signed archives that apt can
        use. A first archive:

          entrepot key generate "My archive <archive@example.org>"
          entrepot repo create -distribution=stable mine
          entrepot repo add mine ./packages
          entrepot snapshot create mine-1 from repo mine
          entrepot publish snapshot mine-1
          entrepot serve
        """);
  }

  private CommandGroup group(List<String> words, String purpose, String description) {
    var children = new LinkedHashMap<String, CommandNode>();
    Optional<CommandSpec> alone = Optional.empty();
    for (Command command : commands) {
      List<String> own = command.spec().words();
      if (own.equals(words)) {
        alone = Optional.of(command.spec());
      }
      if (own.size() <= words.size() || !own.subList(0, words.size()).equals(words)) {
        continue;
      }
      String word = own.get(words.size());
      if (own.size() == words.size() + 1 && !GROUPS.containsKey(String.join(" ", own))) {
        children.put(word, command.spec());
      } else {
        List<String> inner = own.subList(0, words.size() + 1);
        children.computeIfAbsent(
            word, _ -> group(inner, GROUPS.getOrDefault(String.join(" ", inner), ""), ""));
      }
    }
    return new CommandGroup(words, purpose, description, List.copyOf(children.values()), alone);
  }
}
