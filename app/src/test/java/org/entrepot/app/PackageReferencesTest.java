package org.entrepot.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.entrepot.testkit.DebBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Who holds a package, where its files are, and what published archives have.
@Timeout(120)
@SuppressWarnings("NullAway.Init") // set before each test
class PackageReferencesTest {
  @TempDir Path home;
  private Program program;

  @BeforeEach
  void fill() throws IOException {
    program = new Program(home);
    Path debs = Files.createDirectories(home.resolve("debs"));
    DebBuilder.of("hello", "1", "amd64").field("Depends", "tool").writeTo(debs);
    DebBuilder.of("hello", "1", "i386").writeTo(debs);
    DebBuilder.of("tool", "2", "all").writeTo(debs);
    program.ok("repo", "create", "-comment=ours", "-distribution=stable", "mine");
    program.ok("repo", "add", "mine", debs.toString());
    program.ok("snapshot", "create", "s", "from", "repo", "mine");
    program.ok("publish", "snapshot", "-skip-signing", "-architectures=amd64", "s", "debian");
    program.ok("repo", "remove", "mine", "tool");
    program.ok("publish", "repo", "-skip-signing", "-architectures=i386", "mine");
    program.ok(
        "mirror",
        "create",
        "-ignore-signatures",
        "m",
        program.published().resolve("debian").toUri().toString(),
        "stable");
    program.ok("mirror", "update", "-ignore-signatures", "m");
  }

  @Test
  void filesAndReferencesAreShown() {
    String shown = program.ok("package", "show", "-with-files", "-with-references", "tool_2_all");
    assertThat(shown)
        .startsWith("Package: tool\n")
        .containsPattern(
            "Files in the pool:\n  " + home + "/root/pool/../../\\w+_tool_2_all.deb\n\n")
        .contains(
            """
            References to package:
              snapshot [s]: Snapshot from local repo [mine]: ours
              published as debian/stable in component main

            """);
    assertThat(program.ok("package", "show", "-with-references", "hello {i386}"))
        .contains("  local repo [mine]: ours\n", "  published as ./stable in component main\n")
        .doesNotContain("debian/stable");
    assertThat(program.ok("package", "search", "-format={{.Package}}", "tool")).contains("tool");
    assertThat(program.ok("package", "show", "-json", "-with-files", "-with-references", "tool"))
        .contains("\"PoolFiles\": [", "\"References\": [", "\"mirror [m]: file:");
    assertThat(program.ok("package", "show", "-with-references", "nothing")).isEmpty();
  }

  @Test
  void archivesAreSearchedAsAptSeesThem() {
    assertThat(program.ok("publish", "search", "-prefix=debian", "stable"))
        .isEqualTo("hello_1_amd64\ntool_2_all\n");
    assertThat(program.ok("publish", "search", "stable")).isEqualTo("hello_1_i386\n");
    assertThat(program.ok("publish", "search", "-prefix=debian", "-with-deps", "stable", "hello"))
        .isEqualTo("hello_1_amd64\ntool_2_all\n");
    assertThat(program.ok("publish", "search", "-format={{.Version}}", "stable", "hello"))
        .isEqualTo("1\n");
    assertThat(program.ok("publish", "search", "-everywhere", "Name (% hel*)"))
        .isEqualTo("./stable main hello_1_i386\ndebian/stable main hello_1_amd64\n");
    assertThat(program.ok("publish", "search", "-everywhere", "-json", "tool"))
        .contains("\"Publication\": \"debian/stable\"", "\"tool_2_all\"");
    for (String[] line :
        new String[][] {
          {"publish", "search", "stable", "tool"},
          {"publish", "search", "-everywhere", "nothing"},
          {"publish", "search", "unknown"},
          {"publish", "search", "-everywhere", "-with-deps", "tool"},
          {"publish", "search", "stable", "Name ("}
        }) {
      Program.Result result = program.run(line);
      assertThat(result.exitCode()).as(String.join(" ", line)).isEqualTo(1);
      assertThat(result.err()).startsWith("ERROR: unable to search: ").hasLineCount(1);
    }
    assertThat(program.run("publish", "search").exitCode()).isEqualTo(2);
  }
}
