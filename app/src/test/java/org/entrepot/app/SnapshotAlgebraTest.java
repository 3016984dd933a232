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

/// Merging, pulling, filtering, verifying and comparing, as a shell sees them (spec cli 8).
@Timeout(300)
@SuppressWarnings("NullAway.Init") // set before each test
class SnapshotAlgebraTest {
  @TempDir Path home;
  private Program program;

  @BeforeEach
  void makeSnapshots() throws IOException {
    program = new Program(home);
    snapshot("l", deb("only-l", "1"), deb("p", "1.0"), deb("p", "3.0"), deb("q", "1"));
    snapshot(
        "r",
        deb("p", "10.0").field("Depends", "data | data-alt, virt (>= 3)"),
        deb("p", "2.0"),
        deb("q", "2"),
        DebBuilder.of("data", "1", "all"),
        DebBuilder.of("data-alt", "1", "all"),
        deb("prov", "4").field("Provides", "virt"));
  }

  private static DebBuilder deb(String name, String version) {
    return DebBuilder.of(name, version, "amd64");
  }

  private void snapshot(String name, DebBuilder... packages) throws IOException {
    Path directory = Files.createDirectories(home.resolve("built").resolve(name));
    for (DebBuilder each : packages) {
      each.writeTo(directory);
    }
    program.ok("repo", "create", "-distribution=stable", name);
    program.ok("repo", "add", name, directory.toString());
    program.ok("snapshot", "create", name, "from", "repo", name);
  }

  private List<String> members(String snapshot) {
    return program
        .ok("snapshot", "show", "-with-packages", snapshot)
        .lines()
        .dropWhile(line -> !line.equals("Packages:"))
        .skip(1)
        .map(String::strip)
        .toList();
  }

  @Test
  void merging() {
    assertThat(program.ok("snapshot", "merge", "m", "l", "r"))
        .isEqualTo(
            """

            Snapshot m successfully created.
            You can run 'entrepot publish snapshot m' to publish snapshot as Debian repository.
            """);
    assertThat(program.ok("snapshot", "show", "m"))
        .contains("Description: Merged from sources: 'l', 'r'", "  l [snapshot]\n  r [snapshot]");
    assertThat(members("m"))
        .containsExactly(
            "data_1_all",
            "data-alt_1_all",
            "only-l_1_amd64",
            "p_10.0_amd64",
            "p_2.0_amd64",
            "prov_4_amd64",
            "q_2_amd64");
    program.ok("snapshot", "merge", "-latest", "latest", "r", "l");
    assertThat(members("latest")).contains("p_10.0_amd64", "q_2_amd64").hasSize(6);
    program.ok("snapshot", "merge", "-no-remove", "all", "r", "l");
    assertThat(members("all")).hasSize(10);
    var both = program.run("snapshot", "merge", "-no-remove", "-latest", "n", "r", "l");
    assertThat(both.exitCode()).isEqualTo(1);
    assertThat(both.err()).contains("-no-remove and -latest can't be specified together");
    assertThat(program.run("snapshot", "merge", "m", "r").exitCode()).isEqualTo(1);
    assertThat(program.run("snapshot", "merge", "n").exitCode()).isEqualTo(2);
  }

  @Test
  void aDryPullPrintsThePlanThatIsCarriedOut() {
    String plan =
        """
        Dependencies would be pulled into snapshot:
            [l]: Snapshot from local repo [l]
        from snapshot:
            [r]: Snapshot from local repo [r]
        and result would be saved as new snapshot d.
        [-] p_3.0_amd64 removed
        [-] p_1.0_amd64 removed
        [+] data_1_all added
        [+] p_10.0_amd64 added
        """;
    assertThat(program.ok("snapshot", "pull", "-dry-run", "l", "r", "d", "p"))
        .isEqualTo(plan + "\nNot creating snapshot, as dry run was requested.\n");
    assertThat(program.run("snapshot", "show", "d").exitCode()).isEqualTo(1);
    assertThat(program.ok("snapshot", "pull", "l", "r", "d", "p"))
        .startsWith(plan + "\nSnapshot d successfully created.\n");
    assertThat(members("d"))
        .containsExactly("data_1_all", "only-l_1_amd64", "p_10.0_amd64", "q_1_amd64");
    assertThat(program.ok("snapshot", "show", "d"))
        .contains("Pulled into 'l' with 'r' as source, pull request was: 'p'");
    assertThat(program.ok("snapshot", "pull", "-dry-run", "-json", "l", "r", "e", "q"))
        .isEqualTo(
            """
            {
              "Added": [
                "q_2_amd64"
              ],
              "Removed": [
                "q_1_amd64"
              ]
            }
            """);
    program.ok("snapshot", "pull", "-no-remove", "-all-matches", "-no-deps", "l", "r", "e", "p");
    assertThat(members("e")).hasSize(6);
    program.ok("-dep-follow-all-variants", "snapshot", "pull", "l", "r", "f", "p");
    assertThat(members("f")).contains("data_1_all", "data-alt_1_all");
    assertThat(program.run("snapshot", "pull", "l", "r", "d", "p").exitCode()).isEqualTo(1);
    assertThat(program.run("snapshot", "pull", "l", "r", "g").exitCode()).isEqualTo(2);
  }

  @Test
  void filtering() {
    assertThat(program.ok("snapshot", "filter", "-dry-run", "-with-deps", "r", "f", "p (>= 10)"))
        .isEqualTo(
            """
            Loading packages...
            [+] data_1_all added
            [+] p_10.0_amd64 added

            Not creating snapshot, as dry run was requested.
            """);
    assertThat(program.ok("snapshot", "filter", "-with-deps", "r", "f", "p (>= 10)", "q"))
        .contains("\nSnapshot f successfully filtered.\n");
    assertThat(members("f")).containsExactly("data_1_all", "p_10.0_amd64", "q_2_amd64");
    assertThat(program.ok("snapshot", "show", "f"))
        .contains("Description: Filtered 'r', query was: 'p (>= 10) q'");
    program.ok("snapshot", "filter", "r", "none", "no-such-package");
    assertThat(members("none")).isEmpty();
    assertThat(program.run("snapshot", "filter", "r", "x", "(").exitCode()).isEqualTo(1);
  }

  @Test
  void verifying() throws IOException {
    assertThat(program.ok("snapshot", "verify", "r"))
        .isEqualTo(
            """
            Loading packages...
            Verifying...
            Missing dependencies (1):
              virt (>= 3) [amd64]
            """);
    assertThat(program.ok("snapshot", "verify", "-json", "r"))
        .isEqualTo(
            """
            [
              {
                "Dependency": "virt (\\u003e= 3)",
                "Architecture": "amd64",
                "NeededBy": [
                  "p_10.0_amd64"
                ]
              }
            ]
            """);
    assertThat(program.ok("snapshot", "verify", "l", "r"))
        .endsWith("All dependencies are satisfied.\n");
    snapshot("v", deb("virt", "3"));
    assertThat(program.ok("snapshot", "verify", "r", "l", "v"))
        .endsWith("All dependencies are satisfied.\n");
    assertThat(program.run("snapshot", "verify", "r", "nobody").exitCode()).isEqualTo(1);
  }

  @Test
  void comparing() {
    assertThat(program.ok("snapshot", "diff", "l", "l")).isEqualTo("Snapshots are identical.\n");
    assertThat(program.ok("snapshot", "diff", "l", "r").lines().map(SnapshotAlgebraTest::squeezed))
        .containsExactly(
            "Arch | Package | Version in A | Version in B",
            "+ all | data | - | 1",
            "+ all | data-alt | - | 1",
            "- amd64 | only-l | 1 | -",
            "! amd64 | p | 3.0 | 10.0",
            "! amd64 | p | 1.0 | 2.0",
            "+ amd64 | prov | - | 4",
            "! amd64 | q | 1 | 2");
    assertThat(program.ok("snapshot", "diff", "-only-matching", "l", "r").lines()).hasSize(4);
    assertThat(program.ok("repo", "diff", "l", "r"))
        .isEqualTo(program.ok("snapshot", "diff", "l", "r"));
    assertThat(program.ok("repo", "diff", "r", "r")).isEqualTo("Local repos are identical.\n");
    assertThat(program.ok("snapshot", "diff", "-json", "l", "r"))
        .contains("\"Left\": null", "\"Change\": \"upgraded\"", "\"Change\": \"removed\"");
  }

  private static String squeezed(String line) {
    return line.strip().replaceAll(" +", " ");
  }

  @Test
  void copyingTellsBeforehandWhatItDoes() {
    var words = List.of("repo", "copy", "-with-deps", "r", "l", "p (>= 10)");
    String dry = program.ok("repo", "copy", "-dry-run", "-with-deps", "r", "l", "p (>= 10)");
    assertThat(dry)
        .isEqualTo(
            """
            Loading packages...
            [o] data_1_all copied
            [o] p_10.0_amd64 copied

            Changes not saved, as dry run has been requested.
            """);
    assertThat(program.ok(words.toArray(String[]::new)))
        .isEqualTo(dry.substring(0, dry.indexOf("\nChanges")));
  }

  @Test
  void publishingTellsBeforehandWhatItDoes() throws IOException {
    program.ok("publish", "snapshot", "-skip-signing", "-architectures=amd64", "l");
    Path release = program.published().resolve("dists/stable/Release");
    String before = Files.readString(release);
    assertThat(
            program
                .ok("publish", "switch", "-dry-run", "stable", "r")
                .lines()
                .map(SnapshotAlgebraTest::squeezed))
        .containsExactly(
            "Component main of ./stable:",
            "Arch | Package | Published | Would be published",
            "+ all | data | - | 1",
            "+ all | data-alt | - | 1",
            "- amd64 | only-l | 1 | -",
            "! amd64 | p | 3.0 | 10.0",
            "! amd64 | p | 1.0 | 2.0",
            "+ amd64 | prov | - | 4",
            "! amd64 | q | 1 | 2",
            "",
            "Nothing was published, as dry run has been requested.");
    assertThat(release).hasContent(before);
    program.ok("publish", "switch", "-skip-signing", "stable", "r");
    assertThat(program.ok("publish", "switch", "-dry-run", "stable", "r"))
        .startsWith("The packages of ./stable would stay the same.\n");
    program.ok("publish", "repo", "-skip-signing", "-distribution=d", "-architectures=amd64", "l");
    snapshot("other", DebBuilder.of("foreign", "1", "i386"), deb("new", "1"));
    program.ok("repo", "copy", "other", "l", "foreign | new");
    assertThat(program.ok("publish", "update", "-dry-run", "-json", "d"))
        .as("packages of other architectures are not published")
        .contains("\"Component\": \"main\"", "\"Right\": \"Pamd64 new 1 ")
        .doesNotContain("foreign");
    assertThat(program.run("publish", "update", "-dry-run", "none").exitCode()).isEqualTo(1);
  }
}
