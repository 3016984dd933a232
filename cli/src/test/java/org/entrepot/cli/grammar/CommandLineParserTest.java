package org.entrepot.cli.grammar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.entrepot.cli.grammar.ParseResult.Answered;
import org.entrepot.cli.grammar.ParseResult.Run;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// spec cli 1, row by row. A command line is written with blanks between its words; `''` is an
/// empty word.
final class CommandLineParserTest {
  private static final Flag CONFIG = Flag.text("config", "", "configuration file");
  private static final Flag ATTEMPTS = Flag.number("db-open-attempts", 10, "attempts");
  private static final Flag FOLLOW = Flag.onOff("dep-follow-source", "follow");
  private static final Flag COMMENT = Flag.text("comment", "", "a comment");
  private static final Flag COMPONENT = Flag.text("component", "main", "a component");
  private static final Flag RAW = Flag.onOff("raw", "raw list");
  private static final Flag DRY_RUN = Flag.onOff("dry-run", "only tell");
  private static final Flag GPG_KEY = Flag.list("gpg-key", "keys");
  private static final Flag LISTEN = Flag.text("listen", ":8080", "address");
  private static final CommandLineParser PARSER =
      new CommandLineParser(commands(), List.of(CONFIG, ATTEMPTS, FOLLOW), "entrepot");

  private static CommandGroup commands() {
    var create =
        new CommandSpec(
            List.of("repo", "create"),
            "create a local repository",
            Positionals.exactly(1, "<name>"),
            List.of(COMMENT, COMPONENT),
            "A local repository holds packages of your own.",
            List.of("repo create -comment=x testing"));
    var repo =
        new CommandGroup(
            List.of("repo"),
            "manage local repositories",
            "",
            List.of(
                create,
                command("show", Positionals.exactly(1, "<name>"), "repo"),
                command("search", Positionals.between(1, 2, "<name> [<query>]"), "repo"),
                command("remove", Positionals.atLeast(2, "<name> <query>..."), "repo", DRY_RUN),
                command("list", Positionals.none(), "repo", RAW)));
    var source =
        new CommandGroup(
            List.of("publish", "source"),
            "manage sources",
            "",
            List.of(
                new CommandSpec(
                    List.of("publish", "source", "add"),
                    "add a source",
                    Positionals.atLeast(2, "<distribution> <source>..."),
                    List.of(GPG_KEY),
                    "",
                    List.of())));
    return new CommandGroup(
        List.of(),
        "manage Debian repositories",
        "Entrepot publishes packages.",
        List.of(
            repo,
            new CommandGroup(List.of("publish"), "publish", "", List.of(source)),
            new CommandGroup(
                List.of("api"),
                "HTTP",
                "",
                List.of(command("serve", Positionals.none(), "api", LISTEN))),
            new CommandSpec(
                List.of("version"),
                "show the version",
                Positionals.none(),
                List.of(),
                "",
                List.of())));
  }

  private static CommandSpec command(
      String word, Positionals positionals, String group, Flag... flags) {
    return new CommandSpec(
        List.of(group, word), word + " it", positionals, List.of(flags), "", List.of());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          Flag spelling | repo create -comment=x foo       | x  | foo
          Flag spelling | repo create --comment=x foo      | x  | foo
          Flag spelling | repo create -                    | '' | -
          Value syntax  | repo create -comment x foo       | x  | foo
          Value syntax  | repo create --comment x foo      | x  | foo
          Value syntax  | repo create -comment -x foo      | -x | foo
          Value syntax  | repo create -comment -- foo      | -- | foo
          Value syntax  | repo create -comment help foo    | help | foo
          Value syntax  | repo create -comment= foo        | '' | foo
          Value syntax  | repo create -comment=a=b foo     | a=b | foo
          Repetition    | repo create -comment=a -comment=b foo | b | foo
          Position      | -comment=x repo create foo       | x  | foo
          Position      | repo -comment=x create foo       | x  | foo
          Position      | repo -comment x create foo       | x  | foo
          Position      | repo create -config=f -comment=x foo | x | foo
          Scope         | -comment=x -config=f repo create foo | x | foo
          --            | repo create -comment=x -- foo    | x  | foo
          --            | repo create -- -weird            | '' | -weird
          --            | repo create -- --                | '' | --
          --            | -- repo create foo               | '' | foo
          --            | repo -- create -comment=x foo    | x  | foo
          """)
  void whatRuns(String rule, String line, String comment, String name) {
    var invocation = run(line);
    assertThat(invocation.command().name()).as(rule).isEqualTo("repo create");
    assertThat(invocation.flags().text(COMMENT)).as(rule).isEqualTo(comment.replace("''", ""));
    assertThat(invocation.positionals()).as(rule).containsExactly(name);
  }

  @Test
  void flagsAfterTheFirstPositionalArePositional() {
    assertThat(run("repo search foo -x").positionals()).containsExactly("foo", "-x");
    assertThat(run("repo search foo --").positionals()).containsExactly("foo", "--");
    assertThat(run("publish source add d a -gpg-key=x b").positionals())
        .containsExactly("d", "a", "-gpg-key=x", "b");
  }

  @Test
  void whoeverPutsAFlagTooLateIsTold() {
    assertRefused(
        "repo create foo -comment=x",
        "repo create takes 1 argument, but 2 were given; it takes flags such as -comment=x before"
            + " its arguments");
    assertRefused("repo create foo --config=x", "such as --config=x before its arguments");
    assertThat(answer("repo create foo -nosuch").standardError()).doesNotContain("flags");
  }

  @Test
  void aDryRunThatIsAskedForTooLateChangesNothing() {
    assertRefused(
        "repo remove foo query -dry-run",
        "ERROR: repo remove takes flags such as -dry-run before its arguments");
    assertRefused("repo remove foo --dry-run=true query", "such as --dry-run=true before its");
    assertThat(run("publish source add d a -dry-run").positionals()).contains("-dry-run");
  }

  @Test
  void defaultsApplyUnlessGiven() {
    var invocation = run("repo create foo");
    assertThat(invocation.flags().text(COMPONENT)).isEqualTo("main");
    assertThat(invocation.flags().isGiven(COMPONENT)).isFalse();
    assertThat(invocation.flags().number(ATTEMPTS)).isEqualTo(10);
    assertThat(run("repo create -component= foo").flags().text(COMPONENT)).isEmpty();
    assertThat(run("repo create -component= foo").flags().isGiven(COMPONENT)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "t", "T", "TRUE", "true", "True"})
  void switchesTakeTheWordsForTrue(String word) {
    assertThat(run("repo list -raw=" + word).flags().isOn(RAW)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "f", "F", "FALSE", "false", "False"})
  void switchesTakeTheWordsForFalse(String word) {
    assertThat(run("repo list -raw=" + word).flags().isOn(RAW)).isFalse();
    assertThat(run("repo list -raw=" + word).flags().isGiven(RAW)).isTrue();
  }

  @Test
  void aSwitchNeverTakesTheNextWord() {
    assertThat(run("repo -raw list").flags().isOn(RAW)).isTrue();
    assertRefused("repo -raw true list", "repo has no command \"true\"");
  }

  @Test
  void accumulatingFlagsKeepEveryValue() {
    assertThat(run("-gpg-key=a publish source add -gpg-key b -gpg-key= d s").flags().all(GPG_KEY))
        .containsExactly("a", "b", "");
    assertThat(run("publish source add d s").flags().all(GPG_KEY)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "10, 10",
    "0x1f, 31",
    "0X1F, 31",
    "0o17, 15",
    "0b1, 1",
    "017, 15",
    "0, 0",
    "-3, -3",
    "+3, 3",
    "1_000, 1000",
    "0x_ff, 255",
    "9223372036854775807, 9223372036854775807",
    "-9223372036854775808, -9223372036854775808"
  })
  void numbersMayHaveAnyBase(String written, long value) {
    assertThat(run("version -db-open-attempts=" + written).flags().number(ATTEMPTS))
        .isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "1.5",
        "9223372036854775808",
        "08",
        "0x",
        "1__0",
        "_1",
        "1_",
        "''",
        "1e3",
        "--1"
      })
  void aBadNumberIsRefusedWithoutAnErrorLine(String written) {
    var answer = answer("version -db-open-attempts=" + written);
    assertThat(answer.exitCode()).isEqualTo(2);
    assertThat(answer.standardError())
        .contains("-db-open-attempts")
        .contains("Use \"entrepot help version\"")
        .doesNotContain("ERROR");
  }

  @Test
  void globalAndOwnFlagsAreOneSet() {
    var invocation = run("api serve -config=F -listen=L");
    assertThat(invocation.flags().text(CONFIG)).isEqualTo("F");
    assertThat(invocation.flags().text(LISTEN)).isEqualTo("L");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          -nope repo list        | unknown flag -nope
          repo list -nope        | unknown flag -nope
          repo list -RAW         | unknown flag -RAW
          repo list -ra          | unknown flag -ra
          repo list -rawx=1      | unknown flag -rawx
          repo list -raw=maybe   | bad value for -raw
          repo list -raw=        | bad value for -raw
          repo list -raw=yes     | bad value for -raw
          repo create -comment   | no value for -comment
          repo list -=x          | unable to parse flags: -=x
          repo list ---raw       | unable to parse flags: ---raw
          repo list --=x         | unable to parse flags: --=x
          repo create            | repo create takes 1 argument, but 0 were given
          repo create a b        | repo create takes 1 argument, but 2 were given
          repo list a            | repo list takes no arguments, but 1 was given
          repo search a b c      | repo search takes 1 to 2 arguments, but 3 were given
          publish source add d   | publish source add takes at least 2 arguments, but 1 was given
          repo nosuch            | repo has no command "nosuch"
          repo creat x           | repo has no command "creat"; did you mean create?
          repo                   | repo needs a command; none was given
          nosuch                 | this program has no command "nosuch"
          -                      | this program has no command "-"
          publish source         | publish source needs a command
          repo --                | repo needs a command
          """)
  void whatIsRefused(String line, String error) {
    assertRefused(line, error);
  }

  @Test
  void anEmptyLineShowsUsage() {
    var answer = answer("");
    assertThat(answer.exitCode()).isEqualTo(2);
    assertThat(answer.standardOutput()).isEmpty();
    assertThat(answer.standardError())
        .startsWith("manage Debian repositories\n\nCommands:\n\n    api")
        .contains("ERROR: ");
  }

  @Test
  void aFlagOfAnotherCommandIsRefusedWithoutAnErrorLine() {
    for (var line : List.of("-raw repo create foo", "repo create -raw foo", "version -listen=x")) {
      var answer = answer(line);
      assertThat(answer.exitCode()).as(line).isEqualTo(2);
      assertThat(answer.standardError())
          .as(line)
          .contains("is not a flag of")
          .contains("Usage: entrepot")
          .doesNotContain("ERROR");
    }
  }

  @Test
  void unknownFlagsSuggestWhatWasMeant() {
    assertThat(answer("repo create -coment=x foo").standardError())
        .startsWith(
            "there is no flag -coment; did you mean -comment?\nUsage: entrepot repo create");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-h", "--help", "repo -h", "repo create -help foo", "-h nosuch"})
  void dashHelpGoesToStandardErrorAndFails(String line) {
    var answer = answer(line);
    assertThat(answer.exitCode()).isEqualTo(2);
    assertThat(answer.standardOutput()).isEmpty();
    assertThat(answer.standardError()).contains("Options of all commands:").doesNotContain("ERROR");
  }

  @ParameterizedTest
  @ValueSource(strings = {"help", "-config=x help", "help -config=x"})
  void helpDescribesTheProgramOnStandardOutput(String line) {
    var answer = answer(line);
    assertThat(answer.exitCode()).isZero();
    assertThat(answer.standardError()).isEmpty();
    assertThat(answer.standardOutput()).contains("Entrepot publishes packages.").contains("repo");
  }

  @ParameterizedTest
  @ValueSource(strings = {"help repo", "repo help"})
  void helpOfAGroupGoesToStandardErrorAndSucceeds(String line) {
    var answer = answer(line);
    assertThat(answer.exitCode()).isZero();
    assertThat(answer.standardOutput()).isEmpty();
    assertThat(answer.standardError())
        .contains("    create    create a local repository\n    list ")
        .contains("-config=\"\": configuration file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"help repo create", "repo help create", "repo create help"})
  void helpOfACommandGoesToStandardOutput(String line) {
    var answer = answer(line);
    assertThat(answer.exitCode()).isZero();
    assertThat(answer.standardError()).isEmpty();
    assertThat(answer.standardOutput())
        .isEqualTo(
            """
            Usage: entrepot repo create <name>

            create a local repository

            A local repository holds packages of your own.

            Example:

                entrepot repo create -comment=x testing

            Options:
              -comment="": a comment
              -component="main": a component

            Options of all commands:
              -config="": configuration file
              -db-open-attempts=10: attempts
              -dep-follow-source: follow
            """);
  }

  @Test
  void helpMayBeANameAfterTwoDashes() {
    assertThat(run("repo create -- help").positionals()).containsExactly("help");
    assertThat(run("repo search a help").positionals()).containsExactly("a", "help");
  }

  @Test
  void unknownHelpTopicsFail() {
    for (var line :
        List.of(
            "help nosuch",
            "help repo nosuch",
            "repo help nosuch",
            "help repo list nosuch",
            "repo list help nosuch",
            "repo create help nosuch")) {
      assertThat(answer(line))
          .isEqualTo(new Answered("", "ERROR: unknown help topic: nosuch\n", 1));
    }
  }

  @Test
  void aFlagMustTakeTheSameKindOfValueEverywhere() {
    var broken =
        new CommandGroup(
            List.of(),
            "",
            "",
            List.of(
                command("a", Positionals.none(), "x", Flag.text("f", "", "")),
                command("b", Positionals.none(), "x", Flag.onOff("f", ""))));
    assertThatThrownBy(() -> new CommandLineParser(broken, List.of(), "p"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-f");
  }

  @Test
  void anyWordsAreAnsweredOrRun() {
    long seed = Long.getLong("entrepot.seed", System.nanoTime());
    System.out.println("seed " + seed);
    var random = new Random(seed);
    var pool =
        List.of(
            "repo",
            "create",
            "list",
            "publish",
            "source",
            "add",
            "help",
            "--",
            "-",
            "",
            "-h",
            "-raw",
            "-raw=1",
            "--raw=x",
            "-comment",
            "-comment=",
            "-gpg-key",
            "-=",
            "---",
            "=",
            "x",
            "version",
            "-db-open-attempts",
            "7",
            "\u0000",
            "-\uD800");
    for (int i = 0; i < 20_000; i++) {
      var words = new ArrayList<String>();
      for (int n = random.nextInt(7); n > 0; n--) {
        words.add(pool.get(random.nextInt(pool.size())));
      }
      switch (PARSER.parse(words)) {
        case Run(var invocation) ->
            assertThat(words).endsWith(invocation.positionals().toArray(new String[0]));
        case Answered(var out, var err, var code, _) -> {
          assertThat(code).isBetween(0, 2);
          assertThat(out + err).isNotEmpty();
        }
      }
    }
  }

  private static void assertRefused(String line, String error) {
    var answer = answer(line);
    assertThat(answer.exitCode()).isEqualTo(2);
    assertThat(answer.standardOutput()).isEmpty();
    assertThat(answer.standardError().lines().filter(text -> text.startsWith("ERROR: ")))
        .hasSize(1)
        .first()
        .asString()
        .contains(error);
    assertThat(answer.standardError())
        .contains("Use \"entrepot help")
        .as("what is the same for all commands would push the rest away")
        .doesNotContain("-dep-follow-source=");
  }

  private static Answered answer(String line) {
    return (Answered) PARSER.parse(words(line));
  }

  private static Invocation run(String line) {
    var result = PARSER.parse(words(line));
    assertThat(result).as(line).isInstanceOf(Run.class);
    return ((Run) result).invocation();
  }

  private static List<String> words(String line) {
    if (line.isEmpty()) {
      return List.of();
    }
    return List.of(line.split(" ")).stream().map(word -> word.replace("''", "")).toList();
  }
}
