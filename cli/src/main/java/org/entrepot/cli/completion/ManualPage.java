package org.entrepot.cli.completion;

import java.util.List;
import java.util.Locale;
import org.entrepot.cli.grammar.CommandGroup;
import org.entrepot.cli.grammar.CommandSpec;
import org.entrepot.cli.grammar.Flag;

/// The manual page, section 1, in the man macros of roff.
public final class ManualPage {
  private final String program;
  private final Table table;
  private final String version;
  private final CommandGroup root;
  private final StringBuilder page = new StringBuilder();

  private ManualPage(String program, CommandGroup root, List<Flag> globalFlags, String version) {
    this.program = program;
    this.root = root;
    this.table = Table.of(root, globalFlags);
    this.version = version;
  }

  /// The page of the program.
  public static String of(
      String program, CommandGroup root, List<Flag> globalFlags, String version) {
    return new ManualPage(program, root, globalFlags, version).text();
  }

  private String text() {
    page.append(".\\\" Made from the table of commands by: %s manual\n".formatted(program));
    macro("TH", program.toUpperCase(Locale.ROOT), "1", "", "Entrepot " + version);
    section("NAME");
    line(program + " \\- " + escaped(root.purpose()));
    section("SYNOPSIS");
    line(
        "\\fB%s\\fR [\\fIflags\\fR] \\fIcommand\\fR [\\fIflags\\fR] [\\fIarguments\\fR]"
            .formatted(program));
    line(".br");
    line("\\fB%s help\\fR [\\fIcommand\\fR]".formatted(program));
    section("DESCRIPTION");
    description();
    section("FLAGS OF ALL COMMANDS");
    line(
        "Flags have one dash or two, and stand before the first argument. A value follows after ="
            + " or as the next word.");
    flags(table.globalFlags());
    section("COMMANDS");
    for (CommandSpec command : table.commands()) {
      command(command);
    }
    section("EXIT STATUS");
    term("0", "success");
    term(
        "1",
        "the command failed, or found what it looked for; the reason is a line that begins with"
            + " ERROR:");
    term("2", "the command line cannot be understood");
    section("ENVIRONMENT");
    term(
        "ENTREPOT_SERVER, ENTREPOT_TOKEN",
        "the server that does the commands, and the token for it");
    term("ENTREPOT_JAVA_OPTS", "more options for the Java runtime");
    term("GNUPGHOME", "where GnuPG keeps its keys, for gpgProvider gpg");
    term("SOURCE_DATE_EPOCH", "the date of Release files");
    section("FILES");
    term(
        "~/.entrepot.conf, /etc/entrepot.conf",
        "the configuration; without them those of aptly are read: ~/.aptly.conf,"
            + " /usr/local/etc/aptly.conf, /etc/aptly.conf");
    term("~/.entrepot", "the root of the store, unless the configuration names another");
    section("SEE ALSO");
    line(".BR apt (8),\n.BR sources.list (5),\n.BR gpgv (1)");
    return page.toString();
  }

  private void description() {
    boolean verbatim = false;
    for (String text : root.description().strip().split("\n", -1)) {
      boolean indented = text.startsWith("  ");
      if (indented != verbatim) {
        line(indented ? ".PP\n.nf\n.RS" : ".RE\n.fi\n.PP");
        verbatim = indented;
      }
      if (!text.isBlank()) {
        line(escaped(text.strip().replace("entrepot ", program + " ")));
      }
    }
    if (verbatim) {
      line(".RE\n.fi");
    }
  }

  private void command(CommandSpec command) {
    String syntax = command.positionals().syntax();
    macro("SS", command.name() + (syntax.isEmpty() ? "" : " " + syntax));
    line(escaped(sentence(command.purpose())));
    if (!command.description().isEmpty()) {
      line(escaped(command.description().strip()));
    }
    flags(Table.flags(command));
    if (!command.examples().isEmpty()) {
      line(
          ".PP\n"
              + (command.examples().size() == 1 ? "Example:" : "Examples:")
              + "\n.PP\n.nf\n.RS");
      command.examples().forEach(example -> line(escaped(program + " " + example)));
      line(".RE\n.fi");
    }
  }

  private static String sentence(String purpose) {
    return purpose.substring(0, 1).toUpperCase(Locale.ROOT) + purpose.substring(1) + ".";
  }

  private void flags(List<Flag> flags) {
    for (Flag flag : flags) {
      term(flag.withDefault(), flag.meaning());
    }
  }

  private void term(String term, String meaning) {
    line(".TP\n\\fB" + escaped(term) + "\\fR\n" + escaped(meaning));
  }

  private void section(String title) {
    macro("SH", title);
  }

  private void macro(String name, String... arguments) {
    page.append('.').append(name);
    for (String argument : arguments) {
      page.append(" \"").append(escaped(argument).replace("\"", "\\(dq")).append('"');
    }
    page.append('\n');
  }

  private void line(String text) {
    page.append(text).append('\n');
  }

  /// Text that roff prints as it is.
  private static String escaped(String text) {
    String escaped =
        text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq").replace("`", "\\(ga");
    return escaped.startsWith(".") ? "\\&" + escaped : escaped;
  }
}
