package org.entrepot.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.entrepot.testkit.DebBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
  @TempDir Path home;
  private Program program;

  @BeforeEach
  void makeStore() throws IOException {
    program = new Program(home);
  }

  private Path packages() throws IOException {
    Path folder = Files.createDirectories(home.resolve("packages"));
    DebBuilder.of("hello", "1.0-1", "amd64")
        .field("Section", "misc")
        .file("usr/bin/hello", "x")
        .writeTo(folder);
    DebBuilder.of("data", "2.0", "all").file("usr/share/data", "x").writeTo(folder);
    return folder;
  }

  @Test
  void versionIsThatOfTheBuild() throws IOException {
    String version = program.ok("version").strip();
    assertThat(version).startsWith("entrepot version: ");
    assertThat(Files.readString(Path.of("../pom.xml")))
        .contains(
            "<artifactId>entrepot</artifactId>\n  <version>"
                + version.substring("entrepot version: ".length())
                + "</version>");
  }

  @Test
  void fromPackagesToASignedArchive() throws IOException {
    program.ok("key", "generate", "Test <test@entrepot.invalid>");
    program.ok("repo", "create", "-distribution=stable", "mine");
    assertThat(program.ok("repo", "add", "mine", packages().toString()))
        .contains("[+] hello_1.0-1_amd64 added", "[+] data_2.0_all added");
    assertThat(program.ok("repo", "list", "-raw")).isEqualTo("mine\n");
    assertThat(program.ok("repo", "show", "-with-packages", "mine"))
        .contains("Number of packages: 2", "  hello_1.0-1_amd64");
    program.ok("snapshot", "create", "mine-1", "from", "repo", "mine");
    assertThat(program.ok("publish", "snapshot", "mine-1"))
        .contains("Snapshot(s) mine-1 has been successfully published.");
    assertThat(program.published().resolve("dists/stable/InRelease"))
        .content()
        .contains("-----BEGIN PGP SIGNED MESSAGE-----", "Origin: . stable");
    assertThat(program.ok("publish", "list", "-raw")).isEqualTo(". stable\n");
    assertThat(program.ok("publish", "show", "-json", "stable"))
        .contains("\"Path\": \"./stable\"", "\"SourceKind\": \"snapshot\"");
    assertThat(program.ok("publish", "drop", "stable")).contains("removed successfully");
    assertThat(program.published().resolve("dists")).doesNotExist();
    assertThat(program.ok("db", "cleanup")).contains("Deleting unreferenced packages (0)");
  }

  @Test
  void jsonNamesPackagesAsThePeerDoes() throws IOException {
    program.ok("repo", "create", "mine");
    program.ok("repo", "add", "mine", packages().toString());
    program.ok("snapshot", "create", "s", "from", "repo", "mine");
    for (String kind : List.of("repo", "snapshot")) {
      assertThat(
              program.ok(
                  kind, "show", "-json", "-with-packages", kind.equals("repo") ? "mine" : "s"))
          .contains("[\n    \"data_2.0_all\",\n    \"hello_1.0-1_amd64\"\n  ]");
    }
  }

  @Test
  void anEmptyFileNameIsNotTheCurrentDirectory() {
    program.ok("repo", "create", "mine");
    for (List<String> command :
        List.of(List.of("repo", "add", "mine", ""), List.of("repo", "include", ""))) {
      var refused = program.run(command.toArray(String[]::new));
      assertThat(refused.exitCode()).isEqualTo(1);
      assertThat(refused.err()).contains("the name of a file or directory is empty");
    }
  }

  @Test
  void messagesNameRepositoriesWithTheirComments() {
    assertThat(program.ok("repo", "create", "-comment=100% mine", "mine"))
        .contains("\nLocal repo [mine]: 100% mine successfully added.\n");
    assertThat(program.ok("repo", "edit", "-comment=yours", "mine"))
        .contains("Local repo [mine]: yours successfully updated.\n");
  }

  @Test
  void publishingTellsWhichDirectoryToServe() throws IOException {
    Path other = home.resolve("elsewhere");
    program.configure(
        "\"FileSystemPublishEndpoints\": {\"web\": {\"rootDir\": \"%s\"}}".formatted(other));
    program.ok("repo", "create", "-distribution=stable", "mine");
    program.ok("repo", "add", "mine", packages().toString());
    assertThat(program.ok("publish", "repo", "-skip-signing", "mine", "filesystem:web:a b"))
        .contains(
            "setup your webserver to serve directory '%s' with".formatted(other),
            "\n  deb http://your-server/a%20b/ stable main\n");
    assertThat(program.ok("publish", "repo", "-skip-signing", "mine"))
        .contains("to serve directory '%s' with".formatted(program.published()));
  }

  @Test
  void anEndpointWithoutDirectoryIsRefusedBeforeAnythingBegins() throws IOException {
    program.configure("\"FileSystemPublishEndpoints\": {\"web\": {}}");
    var refused = program.run("publish", "repo", "mine", "filesystem:web:");
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err())
        .isEqualTo("ERROR: FileSystemPublishEndpoints.web has no rootDir; name its directory\n");
  }

  @Test
  void aSwitchOfSeveralComponentsNamesThem() throws IOException {
    program.ok("repo", "create", "mine");
    program.ok("repo", "add", "mine", packages().toString());
    program.ok("snapshot", "create", "s", "from", "repo", "mine");
    program.ok(
        "publish",
        "snapshot",
        "-skip-signing",
        "-distribution=d",
        "-component=main,more",
        "s",
        "s");
    var refused = program.run("publish", "switch", "-skip-signing", "d", "s");
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err())
        .isEqualTo(
            "ERROR: unable to switch: ./d has the components [main, more]: name those to switch"
                + " with -component\n");
  }

  @Test
  void refusalsAreOneErrorLineAndChangeNothing() throws IOException {
    program.ok("repo", "create", "mine");
    var again = program.run("repo", "create", "mine");
    assertThat(again.exitCode()).isEqualTo(1);
    assertThat(again.err())
        .isEqualTo("ERROR: unable to add local repo: local repo with name mine already exists\n");
    var missing = program.run("repo", "show", "other");
    assertThat(missing.exitCode()).isEqualTo(1);
    assertThat(missing.err())
        .isEqualTo(
            "ERROR: unable to show: local repo with name other not found; list them with: entrepot"
                + " repo list\n");
    var hostile = program.run("repo", "create", "../x");
    assertThat(hostile.exitCode()).isEqualTo(1);
    assertThat(hostile.err().lines()).hasSize(1);
    assertThat(program.run("repo", "frobnicate").exitCode()).isEqualTo(2);
    assertThat(program.ok("repo", "list", "-raw")).isEqualTo("mine\n");
  }

  @Test
  void resolvingToldStepByStepWhenAsked() throws IOException {
    Path folder = Files.createDirectories(home.resolve("packages"));
    DebBuilder.of("app", "1.0", "amd64")
        .field("Depends", "lib (>= 1) | other, data, nothing")
        .file("x", "x")
        .writeTo(folder);
    DebBuilder.of("lib", "1.2", "amd64").field("Depends", "data").file("x", "x").writeTo(folder);
    DebBuilder.of("data", "2.0", "all").file("x", "x").writeTo(folder);
    program.ok("repo", "create", "mine");
    program.ok("repo", "create", "other");
    program.ok("repo", "add", "mine", folder.toString());
    String steps =
        """
        app_1.0_amd64: lib (>= 1) | other [amd64]: takes lib_1.2_amd64
        app_1.0_amd64: data [amd64]: takes data_2.0_all
        app_1.0_amd64: nothing [amd64]: nothing satisfies it
        lib_1.2_amd64: data [amd64]: already satisfied
        """;
    assertThat(program.ok("repo", "search", "-dep-verbose-resolve", "-with-deps", "mine", "app"))
        .isEqualTo(steps + "app_1.0_amd64\ndata_2.0_all\nlib_1.2_amd64\n");
    assertThat(program.ok("repo", "search", "-with-deps", "mine", "app"))
        .isEqualTo("app_1.0_amd64\ndata_2.0_all\nlib_1.2_amd64\n");
    assertThat(
            program.ok(
                "-architectures=amd64",
                "-dep-verbose-resolve",
                "repo",
                "copy",
                "-with-deps",
                "mine",
                "other",
                "app"))
        .contains(steps + "[o] app_1.0_amd64 copied\n");
    assertThat(program.ok("-dep-verbose-resolve", "repo", "search", "-with-deps", "-json", "mine"))
        .startsWith("[");
  }

  @Test
  void aKeyIsExportedAsJsonToo() {
    program.ok("key", "generate", "Test <test@entrepot.invalid>");
    assertThat(program.ok("key", "export", "-json"))
        .contains("\"Fingerprint\": \"", "\"Armored\": \"-----BEGIN PGP PUBLIC KEY BLOCK-----\\n");
  }

  @Test
  void oneBadFileDoesNotStopTheGoodOnes() throws IOException {
    Path folder = packages();
    Files.writeString(folder.resolve("broken_1_amd64.deb"), "no archive");
    program.ok("repo", "create", "mine");
    var added = program.run("repo", "add", "mine", folder.toString());
    assertThat(added.exitCode()).isEqualTo(1);
    assertThat(added.err()).isEqualTo("ERROR: some files failed to be added\n");
    assertThat(added.out()).contains("[+] hello_1.0-1_amd64 added", "broken_1_amd64.deb");
    assertThat(program.ok("repo", "search", "mine")).isEqualTo("data_2.0_all\nhello_1.0-1_amd64\n");
  }
}
