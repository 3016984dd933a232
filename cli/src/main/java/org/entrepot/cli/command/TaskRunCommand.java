package org.entrepot.cli.command;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.entrepot.cli.grammar.Flag;
import org.entrepot.cli.grammar.Invocation;
import org.entrepot.cli.grammar.Positionals;
import org.entrepot.cli.output.JsonWriter;
import org.entrepot.cli.output.Output;
import org.entrepot.cli.output.Terminal;
import org.entrepot.service.ErrorCode;
import org.entrepot.service.RepositoryException;
import org.entrepot.service.task.Failures;

/// `task run`: several commands in one process (spec cli 10.1).
final class TaskRunCommand {
  private static final Flag FILENAME = Flag.text("filename", "", "file with one command per line");
  private static final int USAGE = 2;
  private static final long MOST_BYTES = 16L << 20;

  private TaskRunCommand() {}

  /// The command.
  static Command command() {
    return Command.of("task", "run")
        .purpose("run several commands in one process")
        .takes(Positionals.atLeast(0, "[<command>, <command>, ...]"))
        .flags(FILENAME, GlobalFlags.JSON)
        .describes(
            "Takes commands from the arguments, where a comma ends each; from a file, one per"
                + " line; or else from standard input until an empty line or its end. Lines are"
                + " read as a shell reads words, with quotes and backslashes; blank lines and"
                + " those that begin with # are skipped. The first command that fails ends the"
                + " run. Global flags are those of this command.")
        .examples(
            "task run repo create -distribution=stable mine, repo add mine ./packages, publish repo"
                + " mine",
            "task run -filename=nightly.txt")
        .failsWith("unable to run commands", TaskRunCommand::run);
  }

  private static int run(Invocation invocation, Session session) {
    boolean forPrograms = invocation.flags().isOn(GlobalFlags.JSON);
    List<List<String>> commands = commands(invocation, session, forPrograms);
    if (commands.isEmpty()) {
      throw RepositoryException.invalidRequest(
          "nothing entered: name commands, or a file with -filename");
    }
    return forPrograms ? runForPrograms(commands, session) : runAll(commands, session);
  }

  private static List<List<String>> commands(
      Invocation invocation, Session session, boolean forPrograms) {
    String file = invocation.flags().text(FILENAME);
    if (!file.isEmpty()) {
      if (!invocation.positionals().isEmpty()) {
        throw RepositoryException.invalidRequest(
            "take commands either from the arguments or from -filename, not from both");
      }
      if (!forPrograms) {
        session.output().line("Reading file...\n");
      }
      return fromLines(new BufferedReader(new StringReader(read(file))), file);
    }
    if (!invocation.positionals().isEmpty()) {
      return atCommas(invocation.positionals());
    }
    return typed(session, forPrograms);
  }

  private static String read(String file) {
    try {
      Path path = Path.of(file);
      if (Files.isRegularFile(path) && Files.size(path) > MOST_BYTES) {
        throw RepositoryException.invalidRequest(
            file + " is larger than 16 MiB: this is no list of commands");
      }
      return Files.readString(path);
    } catch (IOException e) {
      throw new RepositoryException(
          ErrorCode.FILE_NOT_FOUND,
          "%s cannot be read: %s".formatted(file, Failures.describe(e, file)),
          e);
    }
  }

  private static List<List<String>> fromLines(BufferedReader lines, String source) {
    var commands = new ArrayList<List<String>>();
    try {
      int number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        add(line, "%s:%d".formatted(source, number), commands);
      }
    } catch (IOException e) {
      throw new RepositoryException(ErrorCode.FILE_NOT_FOUND, source + " cannot be read", e);
    }
    return commands;
  }

  private static List<List<String>> typed(Session session, boolean forPrograms) {
    var commands = new ArrayList<List<String>>();
    var lines = new BufferedReader(new InputStreamReader(session.input(), StandardCharsets.UTF_8));
    if (!forPrograms) {
      session.output().line("Please enter one command per line and leave one blank when finished.");
    }
    try {
      for (int number = 1; ; number++) {
        if (!forPrograms) {
          session.output().text("> ");
          session.output().flush();
        }
        String line = lines.readLine();
        if (line == null || line.isBlank()) {
          return commands;
        }
        add(line, "line " + number, commands);
      }
    } catch (IOException e) {
      throw new RepositoryException(
          ErrorCode.STORAGE_FAILED, "standard input cannot be read: " + Failures.describe(e), e);
    }
  }

  private static void add(String line, String place, List<List<String>> commands) {
    String stripped = line.strip();
    if (!stripped.isEmpty() && !stripped.startsWith("#")) {
      commands.addAll(atCommas(ShellWords.split(stripped, place)));
    }
  }

  /// A word that ends in a comma ends a command.
  private static List<List<String>> atCommas(List<String> words) {
    var commands = new ArrayList<List<String>>();
    var command = new ArrayList<String>();
    for (String word : words) {
      int end = word.length();
      while (end > 0 && word.charAt(end - 1) == ',') {
        end--;
      }
      if (end > 0 || word.isEmpty()) {
        command.add(word.substring(0, end));
      }
      if (end < word.length() && !command.isEmpty()) {
        commands.add(List.copyOf(command));
        command.clear();
      }
    }
    if (!command.isEmpty()) {
      commands.add(List.copyOf(command));
    }
    return commands;
  }

  private static int runAll(List<List<String>> commands, Session session) {
    Output output = session.output();
    boolean failed = false;
    for (int i = 0; i < commands.size(); i++) {
      String shown = String.join(" ", commands.get(i));
      if (failed) {
        output.line("%d) [Skipping]: %s".formatted(i + 1, shown));
        continue;
      }
      output.line("%d) [Running]: %s".formatted(i + 1, shown));
      output.line("\nBegin command output: ----------------------------");
      CommandRunner.Outcome outcome = session.runner().run(commands.get(i), session);
      if (outcome == CommandRunner.Outcome.FLAG_OF_ANOTHER) {
        return USAGE;
      }
      output.line("\nEnd command output: ------------------------------");
      failed = outcome == CommandRunner.Outcome.FAILED;
    }
    if (failed) {
      output.error("at least one command has reported an error");
    }
    return failed ? CommandHandler.FAILED : CommandHandler.OK;
  }

  private static int runForPrograms(List<List<String>> commands, Session session) {
    JsonWriter json = JsonWriter.pretty().beginArray();
    boolean failed = false;
    for (List<String> command : commands) {
      var out = new ByteArrayOutputStream();
      var err = new ByteArrayOutputStream();
      String state = "skipped";
      if (!failed) {
        try (var outStream = new PrintStream(out, false, StandardCharsets.UTF_8);
            var errStream = new PrintStream(err, false, StandardCharsets.UTF_8);
            var inner = session.writingTo(outStream, errStream, new Terminal(false, false))) {
          failed = session.runner().run(command, inner) != CommandRunner.Outcome.SUCCEEDED;
        }
        state = failed ? "failed" : "succeeded";
      }
      json.beginObject()
          .member("Command", command)
          .member("State", state)
          .member("Output", out.toString(StandardCharsets.UTF_8))
          .member("Errors", err.toString(StandardCharsets.UTF_8))
          .endObject();
    }
    session.output().text(json.endArray().finish());
    return failed ? CommandHandler.FAILED : CommandHandler.OK;
  }
}
