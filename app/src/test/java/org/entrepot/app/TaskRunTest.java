package org.entrepot.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `task run` (spec cli 10.1).
@Timeout(120)
@SuppressWarnings("NullAway.Init") // set before each test
class TaskRunTest {
  private static final String BEGIN = "\nBegin command output: ----------------------------\n";
  private static final String END = "\nEnd command output: ------------------------------\n";

  @TempDir Path home;
  private Program program;

  @BeforeEach
  void configure() throws IOException {
    program = new Program(home);
  }

  private Program.Result run(String... words) {
    var all = new ArrayList<String>(List.of("task", "run"));
    all.addAll(List.of(words));
    return program.run(all.toArray(String[]::new));
  }

  @Test
  void commandsOfTheArgumentsRunInOneProcess() {
    Program.Result result =
        run("repo", "create", "-comment=two words", "a,", "repo", "list", "-raw,,", ",", "version");
    assertThat(result.err()).isEmpty();
    assertThat(result.exitCode()).isZero();
    assertThat(result.out())
        .startsWith(
            "1) [Running]: repo create -comment=two words a\n"
                + BEGIN
                + "\nLocal repo [a]: two words successfully added.\n")
        .contains(END + "2) [Running]: repo list -raw\n" + BEGIN + "a\n" + END)
        .contains("3) [Running]: version\n" + BEGIN + "entrepot version: ")
        .endsWith(END);
  }

  @Test
  void theFirstFailureSkipsTheRest() {
    Program.Result result = run("repo show x,", "repo", "list,", "version");
    assertThat(result.exitCode()).isEqualTo(1);
    result = run("repo", "show", "x,", "repo", "list,", "version");
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.out())
        .isEqualTo(
            "1) [Running]: repo show x\n"
                + BEGIN
                + END
                + "2) [Skipping]: repo list\n3) [Skipping]: version\n");
    assertThat(result.err())
        .startsWith("ERROR: unable to show: local repo with name x not found")
        .endsWith("ERROR: at least one command has reported an error\n");
  }

  @Test
  void aFileIsReadAsAShellReadsWords() throws IOException {
    Path file = home.resolve("commands");
    Files.writeString(
        file,
        """
        # a comment

          repo show "it's \\"a\\" $HOME" 'b c'
        repo create a\\-b, repo list -raw   # more
        repo create ''
        """);
    Program.Result result = run("-filename=" + file);
    assertThat(result.out())
        .contains("[Running]: repo show it's \"a\" $HOME b c\n")
        .contains("2) [Skipping]: repo create a-b\n");
    assertThat(result.exitCode()).isEqualTo(1);

    Files.writeString(file, "repo create -comment='x y' a\\-b, repo list -raw # more\n\nversion");
    result = run("-filename=" + file);
    assertThat(result.exitCode()).isZero();
    assertThat(result.out())
        .startsWith("Reading file...\n\n1) [Running]")
        .contains("3) [Running]: version");
    assertThat(program.ok("repo", "show", "a-b")).contains("Comment: x y");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"repo list -raw\nversion\n\nrepo create never\n", "repo list -raw\nversion"})
  void standardInputEndsAtAnEmptyLineOrAtItsEnd(String input) {
    Program.Result result = program.runNamed("entrepot", input, "task", "run");
    assertThat(result.exitCode()).isZero();
    assertThat(result.out())
        .startsWith(
            """
            Please enter one command per line and leave one blank when finished.
            > > > 1) [Running]: repo list -raw
            """)
        .contains("2) [Running]: version")
        .doesNotContain("never");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "repo list; version",
        "a | b",
        "repo create 'x",
        "repo create \"x",
        "(a)",
        "a > b",
        "repo create x\\"
      })
  void whatWouldMeanMoreToAShellIsRefusedBeforeAnythingRuns(String line) throws IOException {
    Path file = home.resolve("commands");
    Files.writeString(file, "repo create first\n" + line + "\n");
    Program.Result result = run("-filename=" + file);
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).startsWith("ERROR: unable to run commands: " + file + ":2: ");
    assertThat(program.ok("repo", "list", "-raw")).isEmpty();
  }

  @Test
  void nothingToRunIsAnError() throws IOException {
    assertThat(program.runNamed("entrepot", "\n", "task", "run").exitCode()).isEqualTo(1);
    assertThat(program.runNamed("entrepot", "", "task", "run").exitCode()).isEqualTo(1);
    Path empty = Files.createFile(home.resolve("empty"));
    assertThat(run("-filename=" + empty).exitCode()).isEqualTo(1);
    assertThat(run("-filename=" + home.resolve("none")).err()).contains("none cannot be read");
    assertThat(run("-filename=" + home).exitCode()).isEqualTo(1);
    assertThat(run("-filename=" + empty, "version").err()).contains("not from both");
    assertThat(run(",").exitCode()).isEqualTo(1);
  }

  @Test
  void itCannotRunWithinItself() throws IOException {
    Path file = home.resolve("commands");
    Files.writeString(file, "task run -filename=" + file + "\n");
    Program.Result result = run("-filename=" + file);
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).startsWith("ERROR: task run cannot run within itself");
  }

  @Test
  void aFlagOfAnotherCommandEndsTheRun() {
    Program.Result result = run("repo", "create", "a,", "repo", "list", "-with-deps,", "version");
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.out()).doesNotContain("version");
  }

  @Test
  void globalFlagsAreThoseOfTheRun() throws IOException {
    Path other = home.resolve("other.conf");
    Files.writeString(other, "{\"rootDir\": \"%s\"}".formatted(home.resolve("other")));
    Program.Result result =
        program.run(
            "-config=" + other,
            "task",
            "run",
            "repo",
            "create",
            "a,",
            "repo",
            "create",
            "-config=/nowhere",
            "b");
    assertThat(result.exitCode()).isZero();
    assertThat(program.ok("-config=" + other, "repo", "list", "-raw")).isEqualTo("a\nb\n");
    assertThat(program.ok("repo", "list", "-raw")).isEmpty();
  }

  @Test
  void programsGetEachOutput() {
    Program.Result result = run("-json", "repo", "create", "a,", "repo", "show", "x,", "version");
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).isEmpty();
    assertThat(result.out())
        .contains("\"State\": \"succeeded\"", "\"State\": \"failed\"", "\"State\": \"skipped\"")
        .contains("\"Errors\": \"ERROR: unable to show: local repo with name x not found");
  }
}
