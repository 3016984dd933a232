package org.entrepot.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.entrepot.cli.grammar.CommandGroup;
import org.entrepot.cli.grammar.CommandLineParser;
import org.entrepot.cli.grammar.CommandSpec;
import org.entrepot.cli.grammar.Flag;
import org.entrepot.cli.grammar.ParseResult;
import org.entrepot.cli.grammar.ParseResult.Answered;
import org.entrepot.cli.grammar.ParseResult.Run;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The commands against spec cli 2 and 5-10: what scripts of the peer type must be there, with the
/// same kind and default.
final class CommandTableTest {
  private static final String SIGNING =
      " gpg-key:LIST keyring:LIST secret-keyring passphrase passphrase-file batch:SWITCH"
          + " skip-signing:SWITCH";

  /// By-hash is on by default here, unlike in the peer: design 6.
  private static final String PUBLISH =
      "component distribution origin label suite codename notautomatic butautomaticupgrades"
          + " acquire-by-hash:SWITCH=true skip-contents:SWITCH skip-bz2:SWITCH multi-dist:SWITCH"
          + " signed-by version force-overwrite:SWITCH"
          + SIGNING;

  private static final String CHANGE =
      "skip-contents:SWITCH skip-bz2:SWITCH multi-dist:SWITCH signed-by version"
          + " force-overwrite:SWITCH skip-cleanup:SWITCH"
          + SIGNING;
  private static final CommandTable TABLE = new CommandTable(List.of());
  private static final CommandLineParser PARSER =
      new CommandLineParser(TABLE.root(), GlobalFlags.ALL, "entrepot");

  static Stream<List<String>> specifiedFlags() {
    return Stream.of(
        List.of("repo create", "comment component=main distribution uploaders-file"),
        List.of("repo edit", "comment component distribution uploaders-file"),
        List.of("repo list", "json:SWITCH raw:SWITCH"),
        List.of("repo show", "json:SWITCH with-packages:SWITCH"),
        List.of("repo rename", ""),
        List.of("repo drop", "force:SWITCH"),
        List.of("repo add", "force-replace:SWITCH remove-files:SWITCH"),
        List.of("repo copy", "dry-run:SWITCH with-deps:SWITCH"),
        List.of("repo move", "dry-run:SWITCH with-deps:SWITCH"),
        List.of("repo import", "dry-run:SWITCH with-deps:SWITCH"),
        List.of("repo remove", "dry-run:SWITCH"),
        List.of("repo search", "format with-deps:SWITCH"),
        List.of("snapshot create", ""),
        List.of("snapshot list", "json:SWITCH raw:SWITCH sort=name"),
        List.of("snapshot show", "json:SWITCH with-packages:SWITCH"),
        List.of("snapshot diff", "only-matching:SWITCH"),
        List.of("snapshot merge", "latest:SWITCH no-remove:SWITCH"),
        List.of(
            "snapshot pull", "all-matches:SWITCH dry-run:SWITCH no-deps:SWITCH no-remove:SWITCH"),
        List.of("snapshot filter", "with-deps:SWITCH"),
        List.of("snapshot verify", ""),
        List.of("snapshot drop", "force:SWITCH"),
        List.of("snapshot rename", ""),
        List.of("snapshot search", "format with-deps:SWITCH"),
        List.of("publish repo", PUBLISH),
        List.of("publish snapshot", PUBLISH),
        List.of("publish update", "origin label " + CHANGE),
        List.of("publish switch", "component " + CHANGE),
        List.of("publish drop", "force-drop:SWITCH skip-cleanup:SWITCH"),
        List.of("publish list", "json:SWITCH raw:SWITCH"),
        List.of("publish show", "json:SWITCH"),
        List.of("publish source add", "prefix=. component"),
        List.of("publish source update", "prefix=. component"),
        List.of("publish source replace", "prefix=. component"),
        List.of("publish source remove", "prefix=. component"),
        List.of("publish source list", "json:SWITCH prefix=. component"),
        List.of("publish source drop", "prefix=. component"),
        List.of("package search", "format"),
        List.of("package show", "with-files:SWITCH with-references:SWITCH"),
        List.of("db cleanup", "dry-run:SWITCH verbose:SWITCH"),
        List.of("config show", "yaml:SWITCH"),
        List.of("graph", "format=png output layout=horizontal"),
        List.of("task list", ""),
        List.of("task show", ""),
        List.of("task output", ""),
        List.of("task cancel", ""),
        List.of("key generate", ""),
        List.of("key import", ""),
        List.of("key export", ""),
        List.of("key list", ""),
        List.of("key delete", ""));
  }

  @ParameterizedTest
  @MethodSource("specifiedFlags")
  void everySpecifiedFlagIsThereWithItsKindAndDefault(List<String> row) {
    var command = require(row.getFirst());
    var flags = new ArrayList<String>();
    for (Flag flag : command.flags()) {
      flags.add(text(flag));
    }
    for (var flag : row.getLast().split(" ", -1)) {
      if (!flag.isEmpty()) {
        assertThat(flags).as(row.getFirst()).contains(flag);
      }
    }
  }

  @Test
  void theGlobalFlagsAreThoseOfTheSpecification() {
    assertThat(GlobalFlags.ALL.stream().map(CommandTableTest::text))
        .contains(
            "config",
            "architectures",
            "db-open-attempts:NUMBER=10",
            "dep-follow-suggests:SWITCH",
            "dep-follow-recommends:SWITCH",
            "dep-follow-source:SWITCH",
            "dep-follow-all-variants:SWITCH",
            "dep-verbose-resolve:SWITCH",
            "gpg-provider");
  }

  @Test
  void everyCommandTeaches() {
    var taught = new TreeSet<String>();
    for (var command : all(TABLE.root())) {
      assertThat(taught.add(command.name())).as(command.name()).isTrue();
      assertThat(command.purpose()).as(command.name()).isNotBlank().doesNotEndWith(".");
      assertThat(command.examples()).as(command.name()).isNotEmpty();
      assertThat(command.flags().stream().map(Flag::meaning))
          .as(command.name())
          .allSatisfy(meaning -> assertThat(meaning).isNotBlank());
      assertThat(command.flags().stream().map(Flag::name))
          .as(command.name())
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void descriptionsAreFilledAndTheirTablesKept() {
    var token = ((Answered) PARSER.parse(words("help token create"))).standardOutput();
    assertThat(token)
        .contains(
            """
            again. Clients send it as `Authorization: Bearer TOKEN`, or as the password of
            basic authentication with any user name.

            A scope includes the ones before it:

              read    look at everything
              upload  also send files to upload directories
            """);
  }

  @Test
  void everyExampleIsACommandLineThatRuns() {
    for (var command : all(TABLE.root())) {
      for (var example : command.examples()) {
        var typed = example.replaceAll(" > .*", ""); // the shell's own part
        assertThat(PARSER.parse(words(typed)))
            .as(example)
            .isInstanceOfSatisfying(
                Run.class, run -> assertThat(run.invocation().command()).isEqualTo(command));
      }
    }
  }

  @Test
  void everyCommandThatPrintsTakesJson() {
    for (var command : all(TABLE.root())) {
      // A key, a picture, a script and a page have forms of their own.
      if (!Set.of("key export", "graph", "completion", "manual").contains(command.name())) {
        assertThat(command.flags().stream().map(Flag::name)).as(command.name()).contains("json");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "repo create a",
        "repo create a from snapshot b",
        "repo add a b c d",
        "repo copy a b q",
        "repo copy a b q r",
        "repo remove a q r",
        "repo search a",
        "repo search a q",
        "snapshot create s from repo r",
        "snapshot create s empty",
        "snapshot merge d s",
        "snapshot merge -latest d s t",
        "snapshot pull t s d q",
        "snapshot pull -no-deps t s d q r",
        "snapshot filter s d q r",
        "snapshot verify s",
        "snapshot verify s t u",
        "repo import m r q",
        "publish repo r",
        "publish repo r prefix",
        "publish repo -component=a,b r s",
        "publish repo -component=a,b r s prefix",
        "publish repo -component= r",
        "publish repo -component=, r s",
        "publish snapshot -component=a,b,c s t u filesystem:x:y",
        "publish switch d s",
        "publish switch d p s",
        "publish switch -component=a,b d s t",
        "publish switch -component=a,b d p s t",
        "publish update d",
        "publish update d p",
        "publish drop d p",
        "publish show d",
        "publish source add d s",
        "publish source remove d",
        "publish source remove d ignored",
        "publish source list d",
        "publish source drop d",
        "package search",
        "package search q",
        "package show q",
        "db cleanup",
        "config show",
        "config show ignored words",
        "repo list -raw=true",
        "-config=x repo list -raw=true"
      })
  void whatTheSpecificationAllowsRuns(String line) {
    assertThat(PARSER.parse(words(line))).as(line).isInstanceOf(Run.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "repo create",
        "repo create a b",
        "repo create a from mirror b",
        "repo create a from snapshot",
        "repo list a",
        "repo show",
        "repo rename a",
        "repo rename a b c",
        "repo add a",
        "repo copy a b",
        "repo remove a",
        "repo search",
        "repo search a b c",
        "snapshot create s",
        "snapshot create s from",
        "snapshot create s from repo",
        "snapshot diff a",
        "publish repo",
        "publish repo a b c",
        "publish repo -component=a,b r",
        "publish repo -component=a,b r s t u",
        "publish switch d",
        "publish switch d p s t",
        "publish switch -component=a,b d s",
        "publish update",
        "publish update d p x",
        "publish source list",
        "publish source add",
        "package show",
        "package show a b",
        "package search a b",
        "db cleanup x",
        "db"
      })
  void wrongNumbersOfArgumentsAreUsageErrors(String line) {
    assertThat(PARSER.parse(words(line)))
        .as(line)
        .isInstanceOfSatisfying(
            Answered.class,
            answer -> {
              assertThat(answer.exitCode()).isEqualTo(2);
              assertThat(answer.standardError()).contains("ERROR: ");
            });
  }

  @ParameterizedTest
  @CsvSource({"help, 0", "help repo, 0", "repo help, 0", "repo create help, 0", "repo, 2"})
  void helpExistsEverywhere(String line, int exitCode) {
    ParseResult result = PARSER.parse(words(line));
    assertThat(((Answered) result).exitCode()).isEqualTo(exitCode);
  }

  private static CommandSpec require(String name) {
    return all(TABLE.root()).stream()
        .filter(command -> command.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("there is no command " + name));
  }

  private static List<CommandSpec> all(CommandGroup group) {
    return group.commands().toList();
  }

  /// `name[:KIND][=default]`, the kind and default left out where they are the usual ones.
  private static String text(Flag flag) {
    return switch (flag.kind()) {
      case SWITCH -> flag.name() + ":SWITCH" + (flag.defaultText().equals("false") ? "" : "=true");
      case LIST -> flag.name() + ":LIST";
      case NUMBER -> flag.name() + ":NUMBER=" + flag.defaultText();
      case TEXT -> flag.name() + (flag.defaultText().isEmpty() ? "" : "=" + flag.defaultText());
    };
  }

  /// Words as a shell makes them of blanks and both kinds of quotes.
  private static List<String> words(String line) {
    var words = new ArrayList<String>();
    var word = new StringBuilder();
    char quote = 0;
    for (char c : (line + " ").toCharArray()) {
      if (quote != 0) {
        if (c == quote) {
          quote = 0;
        } else {
          word.append(c);
        }
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (c != ' ') {
        word.append(c);
      } else if (!word.isEmpty()) {
        words.add(word.toString());
        word.setLength(0);
      }
    }
    return words;
  }
}
