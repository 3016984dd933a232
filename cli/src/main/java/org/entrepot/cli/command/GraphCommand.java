package org.entrepot.cli.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.entrepot.cli.grammar.Flag;
import org.entrepot.cli.grammar.FlagValues;
import org.entrepot.cli.grammar.Invocation;
import org.entrepot.service.ErrorCode;
import org.entrepot.service.RepositoryException;
import org.entrepot.service.graph.GraphText;
import org.entrepot.service.graph.Graphviz;
import org.entrepot.service.task.Failures;

/// `graph` (spec cli).
final class GraphCommand {
  private static final Flag FORMAT =
      Flag.text("format", "png", "a format of dot, or dot itself for the text of the graph");
  private static final Flag OUTPUT =
      Flag.text("output", "", "file to write; empty: a temporary one, which is shown");
  private static final Flag LAYOUT = Flag.text("layout", "horizontal", "horizontal or vertical");

  private GraphCommand() {}

  static List<Command> all() {
    return List.of(
        Command.of("graph")
            .purpose("draw how everything came about")
            .flags(FORMAT, OUTPUT, LAYOUT)
            .describes(
                "Draws repositories, snapshots and publications, with arrows from what something"
                    + " was made to what was made of it. The extension of -output says the format;"
                    + " pictures need the program dot (apt-get install graphviz), -format=dot does"
                    + " not. `-output=-` is standard output.")
            .examples("graph -output=all.svg", "graph -format=dot -output=-")
            .failsWith("unable to draw", GraphCommand::run));
  }

  private static int run(Invocation invocation, Session session) {
    FlagValues flags = invocation.flags();
    String output = flags.text(OUTPUT);
    String format = format(flags.text(FORMAT), output);
    var layout = GraphText.Layout.ofWord(flags.text(LAYOUT));
    String text = session.store().view(view -> GraphText.of(view, layout));
    byte[] picture =
        format.equals("dot") || format.equals("gv")
            ? text.getBytes(StandardCharsets.UTF_8)
            : Graphviz.draw(text, format);
    if (output.equals("-")) {
      session.output().bytes(picture);
      return CommandHandler.OK;
    }
    try {
      Path file =
          output.isEmpty() ? Files.createTempFile("entrepot-graph", "." + format) : Path.of(output);
      Files.write(file, picture);
      if (output.isEmpty()) {
        session.output().message("Graph written to " + file);
        show(file);
      } else {
        session.output().message("Output saved to " + file);
      }
      return CommandHandler.OK;
    } catch (IOException e) {
      throw new RepositoryException(
          ErrorCode.STORAGE_FAILED,
          "the picture cannot be written: " + Failures.describe(e, output),
          e);
    }
  }

  private static String format(String given, String output) {
    int dot = output.lastIndexOf('.');
    return dot > output.lastIndexOf('/') + 1 ? output.substring(dot + 1) : given;
  }

  /// Where there is a desktop; else the name of the file is enough.
  private static void show(Path file) {
    try {
      new ProcessBuilder("xdg-open", file.toString())
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException _) {
      // no desktop here
    }
  }
}
