package org.entrepot.server.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.entrepot.testkit.Tool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Nothing outside the served directories is ever sent, whatever is asked on a raw socket.
@SuppressWarnings("NullAway.Init") // set in BeforeEach
final class HostileRequestTest {
  private static final String SECRET = "the secret";

  @TempDir private Path directory;
  private Path root;
  private Path pool;
  private Archive archive;

  @BeforeEach
  void serve() throws IOException {
    root = Files.createDirectories(directory.resolve("public"));
    pool = Files.createDirectories(directory.resolve("pool"));
    Files.writeString(directory.resolve("secret"), SECRET);
    Files.writeString(
        Files.createDirectories(directory.resolve("public-not")).resolve("secret"), SECRET);
    Files.writeString(pool.resolve("a.deb"), "a package");
    Files.createDirectories(root.resolve("a/b"));
    Files.writeString(root.resolve("a/b/file"), "public");
    archive =
        Archive.of(
            root,
            ArchiveOptions.loopback(List.of(new Mount("/", root)))
                .withAllowedTargets(List.of(pool)));
  }

  @AfterEach
  void stop() {
    archive.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/../secret",
        "/a/../../secret",
        "/a/b/../../../secret",
        "/..%2fsecret",
        "/%2e%2e/secret",
        "/%2E%2E%2Fsecret",
        "/.%2e/secret",
        "/%252e%252e/secret",
        "/..;/secret",
        "/..;a=b/secret",
        "/..\\secret",
        "/..%5csecret",
        "/%5c..%5csecret",
        "/%c0%ae%c0%ae/secret",
        "/%c0%ae%c0%ae%c0%afsecret",
        "/%u002e%u002e/secret",
        "/..%00/secret",
        "/a/b/file%00",
        "/a/b/file%00.txt",
        "/%00",
        "//../secret",
        "/./../secret",
        "/../public-not/secret",
        "/%2fetc/passwd",
        "//etc/passwd",
        "/a/b/file/../../../../secret",
        "/a/b/file/..",
        "/%",
        "/%2",
        "/%zz",
        "/%ff%fe",
        "/a%0d%0aX-Injected:%20yes",
        "/a/b/%7f",
        "../secret",
        "secret",
        "http://x/../secret",
        "http://x/%2e%2e/secret",
        "file:///etc/passwd",
        "*",
        "?/../secret",
        "#/../secret",
      })
  void sendsNothingFromOutside(String target) throws IOException {
    String answer =
        archive.answerTo("GET " + target + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

    assertThat(answer).doesNotContain(SECRET, "root:", "X-Injected");
    assertThat(answer).startsWith("HTTP/1.1 4");
  }

  @Test
  void acceptsHarmlessSpellings() throws IOException {
    for (String target :
        List.of(
            "/a/b/file",
            "/./a/./b/file",
            "//a//b//file",
            "/%61/b/file",
            "http://x/a/b/file",
            "/a/b/file?x=../y")) {
      assertThat(
              archive.statusOf(
                  "GET " + target + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
          .as(target)
          .isEqualTo(200);
    }
  }

  @Test
  void followsLinksIntoServedDirectoriesOnly() throws Exception {
    link("inside", Path.of("a/b/file"));
    link("into-pool", pool.resolve("a.deb"));
    link("out", directory.resolve("secret"));
    link("out-relative", Path.of("../secret"));
    link("out-directory", directory);
    link("sibling", directory.resolve("public-not"));
    link("through-pool", pool.resolve("../secret"));
    link("loop", Path.of("loop"));
    link("dangling", Path.of("nowhere"));
    link("chain", Path.of("out"));

    assertThat(archive.get("inside").body()).isEqualTo("public");
    assertThat(archive.get("into-pool").body()).isEqualTo("a package");
    for (String path :
        List.of(
            "out",
            "out-relative",
            "out-directory/secret",
            "out-directory/",
            "sibling/secret",
            "through-pool",
            "loop",
            "dangling",
            "chain")) {
      var response = archive.get(path);
      assertThat(response.statusCode()).as(path).isEqualTo(404);
      assertThat(response.body()).doesNotContain(SECRET);
    }
    assertThat(archive.get("").body())
        .contains(">inside<", ">into-pool<")
        .doesNotContain("out", "sibling", "loop", "dangling", "chain");
  }

  private void link(String name, Path target) throws IOException {
    Files.createSymbolicLink(root.resolve(name), target);
  }

  @Test
  void hidesTemporaryNames() throws Exception {
    Files.writeString(root.resolve(".entrepot-1"), SECRET);
    Files.createDirectories(root.resolve(".entrepot-d/x"));

    assertThat(archive.get(".entrepot-1").statusCode()).isEqualTo(404);
    assertThat(archive.get("%2eentrepot-1").statusCode()).isEqualTo(404);
    assertThat(archive.get(".entrepot-d/x/").statusCode()).isEqualTo(404);
  }

  @Test
  void neverOpensWhatIsNotAFile() throws Exception {
    Tool.of("mkfifo").text(root.resolve("fifo"));
    Files.createSymbolicLink(root.resolve("null"), Path.of("/dev/null"));

    assertThat(archive.get("fifo").statusCode()).isEqualTo(404);
    assertThat(archive.get("null").statusCode()).isEqualTo(404);
    assertThat(archive.get("").body()).doesNotContain("fifo", "null");
  }

  @Test
  void boundsHeadersAndNames() throws IOException {
    assertThat(
            archive.statusOf(
                "GET /" + "a".repeat(300) + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
        .isEqualTo(404);
    assertThat(
            archive.statusOf(
                "GET /" + "a/".repeat(3000) + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
        .isEqualTo(404);
    assertThat(archive.statusOf("GET /" + "a".repeat(9000) + " HTTP/1.1\r\nHost: x\r\n\r\n"))
        .isEqualTo(414);
    assertThat(archive.statusOf("GET / HTTP/1.1\r\nHost: x\r\nX: " + "a".repeat(9000) + "\r\n\r\n"))
        .isEqualTo(431);
    assertThat(archive.statusOf("GET / HTTP/1.1\r\nConnection: close\r\n\r\n")).isEqualTo(400);
  }

  /// Seeded: `-Dseed=N` replays.
  @Test
  void survivesRandomRequests() throws IOException {
    long seed = Long.getLong("seed", 20260203L);
    System.out.println("HostileRequestTest seed " + seed);
    var random = new Random(seed);
    String[] parts = {
      "..", ".", "/", "%2e", "%2f", "%00", "a", "b", "file", "%", ";", "\\", "secret", "?",
      "\u00fc", "%ff", " ", "\t"
    };
    for (int i = 0; i < 400; i++) {
      var target = new StringBuilder("/");
      int length = random.nextInt(10);
      for (int j = 0; j < length; j++) {
        target.append(parts[random.nextInt(parts.length)]);
      }
      String answer =
          archive.answerTo("GET " + target + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
      assertThat(answer).as(target.toString()).doesNotContain(SECRET, "Exception", "HTTP/1.1 5");
    }
    assertThat(archive.statusOf("GET /a/b/file HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
        .isEqualTo(200);
  }
}
