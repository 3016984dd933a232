package org.entrepot.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.entrepot.testkit.DebBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `retain`, as a shell sees it.
@Timeout(300)
@SuppressWarnings("NullAway.Init") // set before each test
class RetainTest {
  @TempDir Path home;
  private Program program;

  @BeforeEach
  void fill() throws IOException {
    program = new Program(home);
    for (String name : List.of("mine", "nightly-a", "nightly-b")) {
      Path directory = Files.createDirectories(home.resolve("built").resolve(name));
      for (String version : List.of("1", "2", "10")) {
        DebBuilder.of("p", version, "amd64").writeTo(directory);
      }
      program.ok("repo", "create", "-distribution=stable", name);
      program.ok("repo", "add", name, directory.toString());
    }
    for (int i = 1; i <= 3; i++) {
      program.ok("snapshot", "create", "mine-" + i, "from", "repo", "mine");
    }
    program.ok("publish", "snapshot", "-skip-signing", "-architectures=amd64", "mine-1");
  }

  private List<String> members(String repository) {
    return program
        .ok("repo", "show", "-with-packages", repository)
        .lines()
        .dropWhile(line -> !line.equals("Packages:"))
        .skip(1)
        .map(String::strip)
        .toList();
  }

  @Test
  void aDryRunTellsWhatTheRunDoes() {
    String dry = program.ok("retain", "repo", "-dry-run", "-keep-versions=2", "mine");
    assertThat(dry)
        .contains("[-] p_1_amd64 removed, which came 20")
        .contains(
            "Local repo mine: 1 packages removed, 2 kept (2 as newest versions, 0 by age, 0 as"
                + " published, 0 in snapshots).")
        .endsWith("Nothing was changed, as dry run has been requested.\n");
    assertThat(members("mine")).hasSize(3);
    assertThat(program.ok("retain", "repo", "-keep-versions=2", "mine"))
        .isEqualTo(dry.substring(0, dry.indexOf("Nothing was changed")));
    assertThat(members("mine")).containsExactly("p_10_amd64", "p_2_amd64");
    assertThat(program.ok("retain", "repo", "-json", "-keep-days=1", "-keep-versions=0", "mine"))
        .contains("\"Removed\": []", "\"Recent\": 2");
  }

  @Test
  void snapshotsAreTold() {
    assertThat(program.ok("retain", "snapshots", "-pattern=mine-*", "-keep=1"))
        .isEqualTo(
            """
            [-] snapshot mine-2 dropped, which was made %s
              mine-1 stays: published as ./stable
            Snapshots mine-*: 1 dropped, 2 kept.
            """
                .formatted(java.time.LocalDate.now(java.time.ZoneOffset.UTC)));
    assertThat(program.ok("retain", "snapshots", "-json", "-pattern=mine-*", "-keep=1"))
        .contains("\"Fate\": \"newest\"", "\"Fate\": \"published\"", "\"./stable\"");
    assertThat(program.ok("snapshot", "list", "-raw")).isEqualTo("mine-1\nmine-3\n");
  }

  @Test
  void theConfigurationHoldsPoliciesForATimer() throws IOException {
    program.configure(
        """
        "retainRepositories": {
          "nightly-*": {"keepVersions": 1},
          "nightly-b": {"keepVersions": 2, "keepPublished": false},
          "gone": {"keepDays": 3}
        },
        "retainSnapshots": {"mine-*": {"keep": 2}}\
        """);
    assertThat(program.run("retain", "-dry-run").exitCode()).isEqualTo(1);
    assertThat(members("nightly-a")).hasSize(3);
    Program.Result result = program.run("retain");
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err())
        .isEqualTo("ERROR: local repo with name gone not found, which has a policy\n");
    assertThat(members("nightly-a")).containsExactly("p_10_amd64");
    assertThat(members("nightly-b")).containsExactly("p_10_amd64", "p_2_amd64");
    assertThat(members("mine")).hasSize(3);
    program.configure("\"retain_snapshots\": {\"mine-*\": {\"keep\": 2}}");
    assertThat(program.ok("retain", "-json")).contains("\"Failures\": []");
  }

  @Test
  void aRepositoryOfTwoPatternsIsLeftAlone() throws IOException {
    program.configure(
        "\"retainRepositories\": {\"nightly-*\": {\"keepVersions\": 1}, \"*-a\": {\"keepDays\":"
            + " 1}}");
    Program.Result result = program.run("retain");
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err())
        .isEqualTo(
            "ERROR: local repo nightly-a: its name has several patterns of retainRepositories:"
                + " *-a, nightly-*; give it a policy of its own\n");
    assertThat(members("nightly-a")).hasSize(3);
    assertThat(members("nightly-b")).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          retain repo mine                                   ; say what stays
          retain repo -keep-versions=0 mine                  ; keeps nothing
          retain repo -keep-versions=-1 mine                 ; keeps 0 or more versions
          retain repo -keep-days=99999 mine                  ; 36500 days
          retain repo -keep-versions=99999999999 mine        ; too large
          retain repo -keep-versions=1 nobody                ; local repo with name nobody not found
          retain snapshots -keep=1                           ; say which snapshots
          retain snapshots -pattern=mine-*                   ; say what stays
          retain snapshots -pattern=[ -keep=1                ; cannot be read
          retain snapshots -pattern=mine-* -keep=0           ; keeps nothing
          retain                                             ; the configuration has no policy
          """)
  void whatCannotBeMeantIsRefusedInASentence(String line, String said) {
    Program.Result result = program.run(line.strip().split(" +", -1));
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).startsWith("ERROR: ").contains(said).hasLineCount(1);
    assertThat(members("mine")).hasSize(3);
    assertThat(program.ok("snapshot", "list", "-raw").lines()).hasSize(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          "retainRepositories": {"mine": {}}                       ; must say keepVersions, keepDays, or both
          "retainRepositories": {"mine": {"keepVersions": 0}}      ; keeps nothing
          "retainRepositories": {"mine": {"keepVersion": 1}}       ; did you mean
          "retainSnapshots": {"[": {"keep": 1}}                    ; cannot be read
          """)
  void aPolicyOfTheConfigurationIsChecked(String settings, String said) throws IOException {
    program.configure(settings);
    Program.Result result = program.run("retain");
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).startsWith("ERROR: ").contains(said);
  }
}
