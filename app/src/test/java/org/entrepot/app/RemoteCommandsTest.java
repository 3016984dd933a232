package org.entrepot.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.entrepot.testkit.ChangesBuilder;
import org.entrepot.testkit.DebBuilder;
import org.entrepot.testkit.DscBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Command lines with `-server`: a real server in a process of its own.
@Timeout(300)
@SuppressWarnings("NullAway.Init") // set in BeforeEach
class RemoteCommandsTest {
  @TempDir Path directory;
  private Program here;
  private Program there;
  private Process server;
  private BufferedReader told;
  private String url;

  @BeforeEach
  void serve() throws IOException {
    here = new Program(Files.createDirectories(directory.resolve("here")));
    there = new Program(Files.createDirectories(directory.resolve("there")));
    start();
  }

  private void start(String... more) throws IOException {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "api",
                "serve",
                "-listen=127.0.0.1:0"));
    command.addAll(List.of(more));
    var builder = new ProcessBuilder(command).redirectError(directory.resolve("log").toFile());
    builder.environment().put("HOME", there.home().toString());
    server = builder.start();
    told = server.inputReader();
    String line = told.readLine();
    assertThat(line).contains("http://");
    url = line.substring(line.indexOf("http://"), line.indexOf(" (press"));
  }

  @AfterEach
  void stop() throws InterruptedException, IOException {
    server.destroy();
    assertThat(server.waitFor(60, TimeUnit.SECONDS)).isTrue();
    told.close();
  }

  private Path packages() throws IOException {
    Path folder = Files.createDirectories(directory.resolve("packages"));
    for (String name : List.of("hello", "other")) {
      DebBuilder.of(name, "1", "amd64").file("./usr/share/" + name, name).writeTo(folder);
    }
    Files.writeString(folder.resolve("bad.deb"), "no package");
    return folder;
  }

  /// One command line on both stores.
  private void both(String... words) {
    Program.Result local = here.run(words);
    var remote = new ArrayList<>(List.of(words));
    remote.add(1, "-server=" + url);
    Program.Result distant = there.run(remote.toArray(String[]::new));
    assertThat(normal(distant)).as(String.join(" ", words)).isEqualTo(normal(local));
  }

  /// Without instants and ids, which differ.
  private static String normal(Program.Result result) {
    return result
        .toString()
        .replaceAll("[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9:.]+( UTC|Z)?", "TIME")
        .replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "ID")
        .replaceAll("by [a-z]+ from (cli|127.0.0.1)", "by SOMEBODY")
        .replace("/there/", "/here/");
  }

  @Test
  void everyCommandTellsTheSameThroughAServer() throws IOException {
    Path folder = packages();
    Path uploaders = directory.resolve("uploaders.json");
    Files.writeString(uploaders, "{\"groups\": {}, \"rules\": []}");
    Path query = directory.resolve("query");
    Files.writeString(query, "hello");
    both("repo", "create", "-comment=ours", "mine");
    both("repo", "create", "mine");
    both("repo", "add", "mine", folder.toString());
    both("repo", "add", "mine", folder.resolve("hello_1_amd64.deb").toString());
    both("repo", "add", "mine", folder.resolve("missing.deb").toString());
    both("repo", "edit", "-distribution=stable", "-uploaders-file=" + uploaders, "mine");
    both("repo", "edit", "-uploaders-file=" + directory.resolve("nowhere"), "mine");
    both("repo", "list");
    both("repo", "list", "-json");
    both("repo", "list", "-raw");
    both("repo", "show", "-with-packages", "mine");
    both("repo", "show", "missing");
    both("repo", "search", "mine", "@" + query);
    both("repo", "search", "-format={{.Package}} {{.Version}}", "mine", "Name (~ ^h)");
    both("repo", "search", "mine", "Name (");
    both("repo", "create", "second");
    both("repo", "copy", "mine", "second", "hello");
    both("repo", "move", "-dry-run", "mine", "second", "other");
    both("repo", "remove", "second", "hello");
    both("repo", "rename", "second", "third");
    both("snapshot", "create", "s1", "from", "repo", "mine");
    both("snapshot", "create", "s0", "empty");
    both("snapshot", "list");
    both("snapshot", "show", "-with-packages", "s1");
    both("snapshot", "diff", "s0", "s1");
    both("snapshot", "search", "s1", "hello");
    both("repo", "diff", "mine", "third");
    both("snapshot", "verify", "s1", "s0");
    both("snapshot", "filter", "s1", "only", "hello");
    both("snapshot", "merge", "merged", "s1", "s0");
    both("snapshot", "pull", "s0", "s1", "pulled", "hello");
    both("snapshot", "pull", "-dry-run", "s0", "s1", "pulled-2", "hello");
    both("snapshot", "rename", "s0", "s9");
    both("publish", "snapshot", "-skip-signing", "-distribution=stable", "s1", "deb");
    both("publish", "snapshot", "-skip-signing", "-distribution=stable", "s1", "deb");
    both("publish", "list");
    both("publish", "show", "stable", "deb");
    both("publish", "switch", "-dry-run", "stable", "deb", "s9");
    both("publish", "update", "-dry-run", "stable", "deb");
    both("publish", "switch", "-skip-signing", "stable", "deb", "s9");
    both("publish", "repo", "-skip-signing", "mine");
    both("publish", "update", "-skip-signing", "stable");
    both("publish", "source", "list", "stable");
    both("repo", "drop", "mine");
    both("publish", "drop", "stable");
    both("publish", "drop", "stable", "deb");
    both("package", "search", "hello");
    both("package", "show", "hello");
    both("snapshot", "drop", "s9");
    both("repo", "drop", "third");
    both("db", "cleanup", "-dry-run", "-verbose");
    both("task", "show", "1");
    both("task", "output", "1");
    both("repo", "frobnicate");
    assertThat(there.home().resolve("root/upload")).isEmptyDirectory();
  }

  @Test
  void policiesChecksAndSearchesAreDoneByTheServer() throws IOException {
    there.ok("repo", "create", "-distribution=stable", "mine");
    there.run("repo", "add", "mine", packages().toString()); // one of them is none
    there.ok("publish", "repo", "-skip-signing", "mine");
    assertThat(here.ok("-server=" + url, "db", "verify")).endsWith("Nothing is wrong.\n");
    assertThat(here.ok("-server=" + url, "db", "recover")).contains("sound");
    assertThat(here.ok("-server=" + url, "retain", "repo", "-dry-run", "-keep-versions=1", "mine"))
        .contains("Local repo mine: ");
    assertThat(here.ok("-server=" + url, "retain", "snapshots", "-pattern=*", "-keep=1"))
        .contains("Snapshots *: 0 dropped, 0 kept.");
    assertThat(here.ok("-server=" + url, "publish", "search", "stable"))
        .isEqualTo(there.ok("publish", "search", "stable"));
    assertThat(
            here.ok(
                "-server=" + url, "task", "run", "repo", "create", "x,", "repo", "list", "-raw"))
        .contains("Local repo [x] successfully added.", "\nmine\nx\n");
    assertThat(there.ok("repo", "list", "-raw")).isEqualTo("mine\nx\n");
    assertThat(here.ok("repo", "list", "-raw")).isEmpty();
  }

  @Test
  void uploadsAreSentWithWhatTheyList() throws IOException {
    Path built = Files.createDirectories(directory.resolve("built"));
    Path good =
        ChangesBuilder.of("app", "1.0", "unstable")
            .field("Architecture", "source amd64")
            .deb(DebBuilder.of("app", "1.0", "amd64"))
            .source(DscBuilder.nativePackage("app", "1.0"))
            .build()
            .writeTo(built);
    Files.writeString(built.resolve("notes.txt"), "not a part of it");
    Path lying = Files.createDirectories(directory.resolve("lying"));
    ChangesBuilder.of("bad", "1.0", "unstable")
        .field("Architecture", "amd64")
        .deb(DebBuilder.of("bad", "1.0", "amd64"))
        .lieAboutDigests("bad_1.0_amd64.deb")
        .build()
        .writeTo(lying);
    both("repo", "create", "unstable");
    String keep = "-no-remove-files";
    both("repo", "include", keep, good.toString());
    both("repo", "include", keep, "-accept-unsigned", directory.resolve("no.changes").toString());
    both("repo", "include", keep, "-accept-unsigned", lying.toString());
    both("repo", "include", keep, "-accept-unsigned", good.toString());
    both("repo", "show", "-with-packages", "unstable");
    assertThat(there.ok("repo", "show", "-with-packages", "unstable"))
        .contains("app_1.0_amd64", "app_1.0_source")
        .doesNotContain("bad");
    assertThat(here.run("repo", "include", "-server=" + url, good.toString()).err())
        .contains("without -no-remove-files");
    assertThat(good).exists();
    assertThat(there.home().resolve("root/upload")).isEmptyDirectory();
  }

  @Test
  void aTokenDecidesWhatMayBeDone() throws Exception {
    stop();
    there.configure("\"apiAuthentication\": \"required\"");
    start();
    there.ok("repo", "create", "theirs");
    Program far = here.with("ENTREPOT_SERVER", url);
    assertThat(far.run("repo", "list").err()).contains("401").contains("token");
    String token =
        there.ok("token", "create", "-raw", "-scope=write", "-name-pattern=mine*", "ci").strip();
    Program trusted = far.with("ENTREPOT_TOKEN", token);
    trusted.ok("repo", "create", "mine");
    trusted.ok("repo", "add", "mine", packages().resolve("hello_1_amd64.deb").toString());
    assertThat(trusted.ok("repo", "show", "-with-packages", "mine")).contains("hello_1_amd64");
    assertThat(trusted.run("repo", "show", "theirs").err()).contains("mine*");
    assertThat(trusted.run("repo", "drop", "theirs").err()).contains("not permitted");
    assertThat(trusted.run("db", "cleanup").err()).contains("not permitted");
    there.ok("snapshot", "create", "theirs", "empty");
    there.ok("snapshot", "create", "mine", "empty");
    assertThat(trusted.run("snapshot", "verify", "mine", "theirs").err()).contains("mine*");
    assertThat(trusted.run("repo", "diff", "mine", "theirs").err()).contains("mine*");
    there.ok(
        "publish", "repo", "-skip-signing", "-distribution=x", "-architectures=amd64", "theirs");
    assertThat(trusted.run("publish", "update", "-dry-run", "x").err()).contains("mine*");
    assertThat(there.ok("repo", "list", "-raw").lines()).containsExactly("mine", "theirs");
    assertThat(there.ok("audit", "list")).contains("ci");
    String reader = there.ok("token", "create", "-raw", "-scope=read", "reader").strip();
    Program reading = far.with("ENTREPOT_TOKEN", reader);
    reading.ok("repo", "list");
    assertThat(reading.run("repo", "create", "x").err()).contains("scope");
    assertThat(here.ok("repo", "list", "-raw")).isEmpty();
  }

  @Test
  void whatIsOfTheServersMachineIsRefused() {
    for (String[] words :
        new String[][] {
          {"token", "list"},
          {"key", "list"},
          {"db", "backup", "x"},
          {"audit", "list"},
          {"graph", "-output=-"}
        }) {
      var typed = new ArrayList<>(List.of(words));
      typed.add(1, "-server=" + url);
      Program.Result result = here.run(typed.toArray(String[]::new));
      assertThat(result.exitCode()).as(words[0]).isEqualTo(1);
      assertThat(result.err()).contains("does not do this for others").doesNotContain("\tat ");
    }
    assertThat(here.run("repo", "list", "-server=http://127.0.0.1:1").err())
        .isEqualTo("ERROR: unable to list: no server answers at http://127.0.0.1:1/\n");
    assertThat(here.run("repo", "list", "-server=nonsense").err()).contains("is no URL");
    assertThat(here.run("repo", "add", "-server=" + url, "-remove-files", "mine", "x").err())
        .contains("-remove-files");
  }
}
