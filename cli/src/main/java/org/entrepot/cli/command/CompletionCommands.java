package org.entrepot.cli.command;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.entrepot.cli.completion.ManualPage;
import org.entrepot.cli.completion.Shell;
import org.entrepot.cli.grammar.CommandGroup;
import org.entrepot.cli.grammar.Positionals;

/// `completion` and `manual`: made from the table of commands itself.
final class CompletionCommands {
  private CompletionCommands() {}

  /// The commands, about the commands of this tree.
  static List<Command> all(Supplier<CommandGroup> root) {
    return List.of(
        Command.of("completion")
            .purpose("print a completion script for a shell")
            .takes(
                new Positionals(
                    "bash|zsh|fish",
                    (arguments, _) ->
                        arguments.size() == 1 && Shell.find(arguments.getFirst()).isPresent()
                            ? Optional.empty()
                            : Optional.of(
                                "takes one of "
                                    + Arrays.stream(Shell.values())
                                        .map(Shell::word)
                                        .collect(Collectors.joining(", ")))))
            .describes(
                "The script proposes commands, flags with what they mean, files, and the names of"
                    + " repositories, mirrors, snapshots and publications. It goes to"
                    + " /usr/share/bash-completion/completions, to a directory of zsh's fpath as"
                    + " _entrepot, or to ~/.config/fish/completions; or for now: source"
                    + " <(entrepot completion bash)")
            .examples(
                "completion bash > /usr/share/bash-completion/completions/entrepot",
                "completion fish > ~/.config/fish/completions/entrepot.fish")
            .failsWith(
                "unable to print the script",
                (invocation, session) -> {
                  session
                      .output()
                      .text(
                          Shell.find(invocation.positional(0))
                              .orElseThrow()
                              .script(session.program(), root.get(), GlobalFlags.ALL));
                  return CommandHandler.OK;
                }),
        Command.of("manual")
            .purpose("print the manual page")
            .describes("The page is for man(1): every command and flag.")
            .examples("manual > /usr/local/share/man/man1/entrepot.1")
            .failsWith(
                "unable to print the manual page",
                (_, session) -> {
                  session
                      .output()
                      .text(
                          ManualPage.of(
                              session.program(), root.get(), GlobalFlags.ALL, ProgramVersion.TEXT));
                  return CommandHandler.OK;
                }));
  }
}
