package org.entrepot.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.entrepot.server.archive.ArchiveOptions;
import org.entrepot.server.archive.ArchiveServer;
import org.entrepot.server.archive.Mount;
import org.entrepot.testkit.DebBuilder;
import org.entrepot.testkit.Tool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Programs that nobody here wrote work against a server process, and apt reads what they made.
@SuppressWarnings("NullAway.Init") // set before each test
@Timeout(300)
class RealClientsTest {
  @TempDir Path home;
  private Program program;
  private ServerProcess server;

  @BeforeEach
  void serve() throws IOException, InterruptedException {
    program = new Program(home);
    program.ok("key", "generate", "Test <test@example.org>");
    server = new ServerProcess(home, 0);
    try (var client = HttpClient.newHttpClient()) {
      server.awaitReady(client);
    }
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private String url() {
    return server.uri("").toString();
  }

  private Path deb(String name, String version) {
    return DebBuilder.of(name, version, "amd64")
        .file("./usr/share/" + name, name + version)
        .writeTo(home.resolve("built"));
  }

  private String shell(String script) throws IOException {
    Path file = Files.writeString(home.resolve("job.sh"), "set -eu\n" + script);
    return Tool.of("sh").with("API", url() + "/api").in(home).text(file);
  }

  /// apt installs this file from a prefix, over HTTP.
  private void aptInstalls(String prefix, String distribution, String file) throws IOException {
    Path key = home.resolve("key.asc");
    Files.writeString(key, program.ok("key", "export", "Test"));
    try (var archive =
        ArchiveServer.start(
            ArchiveOptions.loopback(List.of(new Mount("/", program.published()))),
            Clock.systemUTC())) {
      var apt =
          new AptClient(
              Files.createTempDirectory(home, "apt"),
              archive.uri().resolve(prefix),
              key,
              distribution);
      apt.update();
      assertThat(apt.install(file.substring(0, file.indexOf('_')))).contains(file);
    }
  }

  /// Upload, add, publish; then again with a newer version, and update.
  @Test
  void aJobOfContinuousIntegrationWorksWithCurl() throws IOException {
    deb("app", "1.0");
    deb("app", "1.1");
    String job =
        """
        json='Content-Type: application/json'
        curl -fsS -X POST -H "$json" -d '{"Name": "ci"}' $API/repos
        curl -fsS -F file=@built/app_1.0_amd64.deb $API/files/job-1
        curl -fsS -X POST $API/repos/ci/file/job-1
        curl -fsS -X POST -H "$json" -d '{"SourceKind": "local", "Sources": [{"Name": "ci"}],
          "Distribution": "stable"}' $API/publish/ci
        """;
    assertThat(shell(job))
        .contains("\"Added\":[\"app_1.0_amd64 added\"]", "\"Path\":\"ci/stable\"");
    aptInstalls("ci", "stable", "app_1.0_amd64.deb");
    String again =
        """
        curl -fsS -T built/app_1.1_amd64.deb $API/files/job-2/
        curl -fsS -X POST "$API/repos/ci/file/job-2?forceReplace=1"
        curl -fsS -X PUT -H 'Content-Type: application/json' -d '{}' "$API/publish/ci/stable?_async=true"
        curl -fsS $API/tasks-wait
        curl -fsS $API/tasks/$(curl -fsS $API/tasks | sed 's/.*"ID":\\([0-9]*\\).*/\\1/')/output
        curl -fsS $API/files
        """;
    assertThat(shell(again)).contains("Task succeeded\"[]");
    aptInstalls("ci", "stable", "app_1.1_amd64.deb");
  }

  /// python3-aptly publishes the newest snapshots of each component, merged, and promotes them.
  @Test
  void aptlyPublisherPublishesAndPromotes() throws IOException {
    deb("one", "1");
    deb("two", "1");
    shell(
        """
        for name in one two; do
          curl -fsS -X POST -H 'Content-Type: application/json' -d "{\\"Name\\": \\"$name\\"}" $API/repos
          curl -fsS -F file=@built/${name}_1_amd64.deb $API/files/$name
          curl -fsS -X POST $API/repos/$name/file/$name
          curl -fsS -X POST -H 'Content-Type: application/json' -d "{\\"Name\\": \\"$name-20260101\\"}" \\
            $API/repos/$name/snapshots
        done
        """);
    Files.writeString(
        home.resolve("publisher.yaml"),
        """
        mirror:
          one:
            component: main
            distributions: [nightly/trixie]
        repo:
          two:
            component: main
            distributions: [nightly/trixie]
        """);
    publisher("publish", "-c", "publisher.yaml", "--architectures", "amd64");
    assertThat(program.ok("publish", "list")).contains("nightly/trixie");
    aptInstalls("nightly", "trixie", "one_1_amd64.deb");
    aptInstalls("nightly", "trixie", "two_1_amd64.deb");
    publisher("promote", "--source", "nightly/trixie", "--target", "stable/trixie");
    aptInstalls("stable", "trixie", "two_1_amd64.deb");
    assertThat(publisher("publish", "-v", "-c", "publisher.yaml", "--architectures", "amd64"))
        .contains("is up to date");
    program.ok("snapshot", "create", "unused", "empty");
    publisher("cleanup");
    assertThat(program.ok("snapshot", "list", "-raw").lines())
        .contains("one-20260101", "two-20260101")
        .doesNotContain("unused");
  }

  private String publisher(String action, String... arguments) {
    var words = new ArrayList<String>(List.of("-m", "aptly.publisher", action, "--url", url()));
    words.addAll(List.of(arguments));
    Tool.Outcome outcome = Tool.of("/usr/bin/python3").in(home).run(words.toArray());
    assertThat(outcome.stderr())
        .as("this test runs aptly-publisher: apt-get install python3-aptly")
        .doesNotContain("No module named");
    return outcome.requireSuccess().stdoutText() + outcome.stderr();
  }

  @Test
  void dputUploads() throws IOException {
    Path deb = deb("app", "2.0");
    String digests =
        shell(
            """
            cd built
            for sum in sha1sum sha256sum md5sum; do $sum app_2.0_amd64.deb | cut -d' ' -f1; done
            stat -c %s app_2.0_amd64.deb
            """);
    String[] values = digests.strip().split("\n", -1);
    Files.writeString(
        deb.resolveSibling("app_2.0_amd64.changes"),
        """
        Format: 1.8
        Date: Wed, 25 Nov 2026 00:00:00 +0000
        Source: app
        Binary: app
        Architecture: amd64
        Version: 2.0
        Distribution: unstable
        Urgency: medium
        Maintainer: N <n@example.org>
        Changed-By: N <n@example.org>
        Description:
         app - a package
        Changes:
         app (2.0) unstable; urgency=medium
         .
           * It.
        Checksums-Sha1:
         %1$s %4$s app_2.0_amd64.deb
        Checksums-Sha256:
         %2$s %4$s app_2.0_amd64.deb
        Files:
         %3$s %4$s misc optional app_2.0_amd64.deb
        """
            .formatted(values[0], values[1], values[2], values[3]));
    Files.writeString(
        home.resolve("dput.cf"),
        """
        [entrepot]
        fqdn = 127.0.0.1:%d
        method = http
        login = *
        incoming = /api/files/incoming
        allow_unsigned_uploads = 1
        """
            .formatted(server.uri("").getPort()));
    Tool.of("dput")
        .in(home)
        .text("-u", "-c", home.resolve("dput.cf"), "entrepot", "built/app_2.0_amd64.changes");
    assertThat(
            shell(
                """
                curl -fsS $API/files/incoming
                curl -fsS -X POST -H 'Content-Type: application/json' -d '{"Name": "r"}' $API/repos
                curl -fsS -X POST $API/repos/r/file/incoming
                """))
        .contains(
            "[\"app_2.0_amd64.changes\",\"app_2.0_amd64.deb\"]",
            "Added\":[\"app_2.0_amd64 added\"");
  }
}
