package org.entrepot.server.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ArchiveServerTest {
  private static final String INRELEASE = "dists/stable/InRelease";

  @TempDir private Path root;

  @Test
  void servesAFileAsItIs() throws Exception {
    try (var archive = Archive.of(root)) {
      archive.file(INRELEASE, "Suite: stable\n");

      var response = archive.get(INRELEASE);

      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.body()).isEqualTo("Suite: stable\n");
      assertThat(response.headers().firstValue("Content-Length")).hasValue("14");
      assertThat(response.headers().firstValue("Content-Type"))
          .hasValue("text/plain; charset=utf-8");
      assertThat(response.headers().firstValue("Last-Modified")).hasValue(Archive.WRITTEN_DATE);
      assertThat(response.headers().firstValue("Accept-Ranges")).hasValue("bytes");
      assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-cache");
      assertThat(response.headers().firstValue("Server")).isEmpty();
      assertThat(response.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    }
  }

  @Test
  void answersHeadWithoutABody() throws Exception {
    try (var archive = Archive.of(root)) {
      archive.file(INRELEASE, "Suite: stable\n");

      String answer =
          archive.answerTo(
              "HEAD /" + INRELEASE + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

      assertThat(answer)
          .startsWith("HTTP/1.1 200 ")
          .contains("Content-Length: 14")
          .endsWith("\r\n\r\n");
      assertThat(archive.send("HEAD", "dists/").body()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "PROPFIND"})
  void refusesEveryOtherMethod(String method) throws Exception {
    try (var archive = Archive.of(root)) {
      String answer =
          archive.answerTo(method + " / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

      assertThat(answer).startsWith("HTTP/1.1 405 ").containsIgnoringCase("Allow: GET, HEAD");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "dists/s/main/binary-amd64/Packages, 'text/plain; charset=utf-8'",
    "dists/s/main/binary-amd64/Packages.gz, application/gzip",
    "dists/s/main/binary-amd64/Packages.xz, application/x-xz",
    "dists/s/main/binary-amd64/Packages.zst, application/zstd",
    "dists/s/Release, 'text/plain; charset=utf-8'",
    "dists/s/Release.gpg, application/pgp-signature",
    "pool/main/a/a/a_1_amd64.deb, application/vnd.debian.binary-package",
    "pool/main/a/a/a_1.dsc, 'text/plain; charset=utf-8'",
    "pool/main/a/a/a.html, application/octet-stream",
    "pool/main/a/a/a.svg, application/octet-stream",
  })
  void tellsTypesByNameAndNeverEncodes(String path, String type) throws Exception {
    try (var archive = Archive.of(root)) {
      archive.file(path, "body");

      var response = archive.get(path, "Accept-Encoding", "gzip, br, zstd");

      assertThat(response.headers().firstValue("Content-Type")).hasValue(type);
      assertThat(response.headers().firstValue("Content-Encoding")).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "dists/s/main/binary-amd64/by-hash/SHA256/00ff, true",
    "pool/main/a/a/a_1_amd64.deb, true",
    "dists/s/pool/binary-amd64/Packages, false",
    "pool, false",
    "by-hash, false",
  })
  void letsOnlyNamesThatSayTheContentBeCachedForEver(String path, boolean immutable)
      throws Exception {
    try (var archive = Archive.of(root)) {
      archive.file(path, "body");

      assertThat(archive.get(path).headers().firstValue("Cache-Control"))
          .hasValue(immutable ? "public, max-age=31536000, immutable" : "no-cache");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=0-0, 206, 0, bytes 0-0/10",
    "bytes=3-5, 206, 345, bytes 3-5/10",
    "bytes=3-, 206, 3456789, bytes 3-9/10",
    "bytes=-4, 206, 6789, bytes 6-9/10",
    "bytes=-40, 206, 0123456789, bytes 0-9/10",
    "bytes=3-400000000000000000000000, 206, 3456789, bytes 3-9/10",
    "BYTES = 3-5, 206, 345, bytes 3-5/10",
    "bytes=10-, 416, '', bytes */10",
    "bytes=99999999999999999999-, 416, '', bytes */10",
    "bytes=-0, 416, '', bytes */10",
    "bytes=5-3, 200, 0123456789,",
    "'bytes=0-1,4-5', 200, 0123456789,",
    "bytes=-, 200, 0123456789,",
    "bytes=a-b, 200, 0123456789,",
    "bytes=0x1-5, 200, 0123456789,",
    "bytes=--5, 200, 0123456789,",
    "lines=0-5, 200, 0123456789,",
  })
  void answersRanges(String range, int status, String body, String contentRange) throws Exception {
    try (var archive = Archive.of(root)) {
      archive.file("file", "0123456789");

      var response = archive.get("file", "Range", range);

      assertThat(response.statusCode()).isEqualTo(status);
      assertThat(response.body()).isEqualTo(body);
      assertThat(response.headers().firstValue("Content-Range").orElse(null))
          .isEqualTo(contentRange);
      assertThat(response.headers().firstValue("Content-Length")).hasValue("" + body.length());
    }
  }

  @Test
  void answersARangeOfAnEmptyFile() throws Exception {
    try (var archive = Archive.of(root)) {
      archive.file("empty", "");

      assertThat(archive.get("empty").statusCode()).isEqualTo(200);
      assertThat(archive.get("empty", "Range", "bytes=0-").statusCode()).isEqualTo(416);
      assertThat(archive.get("empty", "Range", "bytes=-5").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void answersConditionsByTag() throws Exception {
    try (var archive = Archive.of(root)) {
      archive.file(INRELEASE, "one");
      String tag = archive.get(INRELEASE).headers().firstValue("ETag").orElseThrow();

      assertThat(tag).matches("\"[0-9a-f-]+\"");
      var same = archive.get(INRELEASE, "If-None-Match", "\"x\", W/" + tag);
      assertThat(same.statusCode()).isEqualTo(304);
      assertThat(same.headers().firstValue("ETag")).hasValue(tag);
      assertThat(status(archive, "If-None-Match", "*")).isEqualTo(304);
      assertThat(status(archive, "If-None-Match", "\"x\"")).isEqualTo(200);
      assertThat(status(archive, "If-Match", tag)).isEqualTo(200);
      assertThat(status(archive, "If-Match", "W/" + tag)).isEqualTo(412);
      assertThat(status(archive, "If-Match", "\"x\"")).isEqualTo(412);
      assertThat(
              status(archive, "If-None-Match", "\"x\"", "If-Modified-Since", Archive.WRITTEN_DATE))
          .as("the tag counts, not the date (RFC 9110, 13.1.3)")
          .isEqualTo(200);
    }
  }

  @Test
  void answersConditionsByDate() throws Exception {
    String other = "Tue, 03 Feb 2026 04:05:07 GMT";
    try (var archive = Archive.of(root)) {
      archive.file(INRELEASE, "one");

      assertThat(status(archive, "If-Modified-Since", Archive.WRITTEN_DATE)).isEqualTo(304);
      assertThat(status(archive, "If-Modified-Since", other))
          .as("a later date: the client has what was served before an older index came back")
          .isEqualTo(200);
      assertThat(status(archive, "If-Modified-Since", "yesterday")).isEqualTo(200);
      assertThat(status(archive, "If-Unmodified-Since", Archive.WRITTEN_DATE)).isEqualTo(200);
      assertThat(status(archive, "If-Unmodified-Since", other)).isEqualTo(412);
    }
  }

  @Test
  void resumesOnlyTheStateThatTheClientHas() throws Exception {
    try (var archive = Archive.of(root)) {
      archive.file(INRELEASE, "0123456789");
      String tag = archive.get(INRELEASE).headers().firstValue("ETag").orElseThrow();

      assertThat(resume(archive, tag)).isEqualTo("206 56789");
      assertThat(resume(archive, Archive.WRITTEN_DATE)).isEqualTo("206 56789");
      assertThat(resume(archive, "\"x\"")).isEqualTo("200 0123456789");
      assertThat(resume(archive, "W/" + tag)).isEqualTo("200 0123456789");
      assertThat(resume(archive, "Tue, 03 Feb 2026 04:05:07 GMT")).isEqualTo("200 0123456789");
    }
  }

  @Test
  void givesNoDateThatCouldNotTellTwoStatesApart() throws Exception {
    var now = Clock.fixed(Archive.WRITTEN.plusMillis(200), ZoneOffset.UTC);
    var options = ArchiveOptions.loopback(List.of(new Mount("/", root)));
    try (var archive = Archive.of(root, options, now)) {
      archive.file(INRELEASE, "one");

      String shown = archive.get(INRELEASE).headers().firstValue("Last-Modified").orElseThrow();
      assertThat(shown).as("a second earlier").isNotEqualTo(Archive.WRITTEN_DATE);
      assertThat(status(archive, "If-Modified-Since", Archive.WRITTEN_DATE)).isEqualTo(200);
      assertThat(status(archive, "If-Modified-Since", shown)).isEqualTo(200);
    }
  }

  @Test
  void tellsReplacedFilesApartWhateverTheirDates() throws Exception {
    try (var archive = Archive.of(root)) {
      archive.file(INRELEASE, "one");
      String before = archive.get(INRELEASE).headers().firstValue("ETag").orElseThrow();
      Path next = archive.file("dists/stable/.entrepot-next", "two");
      Files.move(next, root.resolve(INRELEASE), StandardCopyOption.ATOMIC_MOVE);

      var after = archive.get(INRELEASE, "If-None-Match", before);

      assertThat(after.statusCode()).isEqualTo(200);
      assertThat(after.body()).isEqualTo("two");
    }
  }

  /// P5 for one file: fields and body are of one state, also while the file is replaced all the
  /// time.
  @Test
  void neverMixesTwoStatesOfAFile() throws Exception {
    try (var archive = Archive.of(root);
        var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      archive.file(INRELEASE, "x");
      var stop = new AtomicBoolean();
      var writer =
          executor.submit(() -> {
            for (int size = 1; !stop.get(); size = size % 3000 + 1) {
              Path next = archive.file(".entrepot-next", (size + ":").repeat(size));
              Files.move(next, root.resolve(INRELEASE), StandardCopyOption.ATOMIC_MOVE);
            }
            return null;
          });
      for (int i = 0; i < 500; i++) {
        var response = archive.get(INRELEASE);
        // A file that is replaced without pause may stay out of reach; it must not be half of two.
        if (response.statusCode() == 200 && !response.body().equals("x")) {
          int size = Integer.parseInt(response.body().substring(0, response.body().indexOf(':')));
          assertThat(response.body()).isEqualTo((size + ":").repeat(size));
        }
      }
      stop.set(true);
      writer.get();
    }
  }

  @Test
  void showsDirectoriesToPeople() throws Exception {
    try (var archive = Archive.of(root)) {
      archive.file("pool/b & <script>'\"", "x".repeat(2048));
      archive.file("pool/a+b~1:2%41 ü", "");
      archive.file("pool/z/file", "");
      archive.file("pool/.entrepot-temporary", "");
      Files.createSymbolicLink(root.resolve("pool/out"), Path.of("/etc/passwd"));

      var response = archive.get("pool/");

      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.headers().firstValue("Content-Type"))
          .hasValue("text/html; charset=utf-8");
      assertThat(response.headers().firstValue("Content-Security-Policy").orElseThrow())
          .startsWith("default-src 'none'");
      assertThat(response.body())
          .doesNotContain("<script", ".entrepot-", ">out<")
          .contains("href=\"../\"", "2.0 KiB", "2026-02-03 04:05")
          .containsSubsequence(
              "<a href=\"./z/\">z/</a>",
              "<a href=\"./a+b~1:2%2541%20%C3%BC\">a+b~1:2%41 ü</a>",
              "<a href=\"./b%20&amp;%20%3Cscript%3E&#39;%22\">b &amp;"
                  + " &lt;script&gt;&#39;&quot;</a>");
      assertThat(archive.get("pool/a+b~1:2%2541%20%C3%BC").statusCode()).isEqualTo(200);
      assertThat(archive.get("").body()).doesNotContain("../");
    }
  }

  @Test
  void leadsADirectoryToItsSlashAndNowhereElse() throws Exception {
    try (var archive = Archive.of(root)) {
      archive.file("evil.example/x y/file", "");

      assertThat(archive.get("evil.example/x%20y").headers().firstValue("Location"))
          .hasValue("/evil.example/x%20y/");
      assertThat(
              archive.answerTo(
                  "GET //evil.example HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
          .startsWith("HTTP/1.1 301 ")
          .contains("\r\nLocation: /evil.example/\r\n");
      assertThat(archive.get("evil.example/x%20y/file/").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void servesSeveralDirectoriesBelowPrefixes() throws Exception {
    Path debian = Files.createDirectories(root.resolve("1/dists"));
    Files.writeString(debian.resolve("Release"), "debian");
    Path ours = Files.createDirectories(root.resolve("2"));
    Files.writeString(ours.resolve("Release"), "ours");
    var options =
        ArchiveOptions.loopback(
            List.of(
                new Mount("/debian", root.resolve("1")),
                new Mount("/debian/ours", ours),
                new Mount("/later", root.resolve("missing"))));
    try (var archive = Archive.of(root, options)) {
      assertThat(archive.get("debian/dists/Release").body()).isEqualTo("debian");
      assertThat(archive.get("debian/ours/Release").body()).isEqualTo("ours");
      assertThat(archive.get("").body()).contains("./debian/", "./later/");
      assertThat(archive.get("debian/").body()).contains("./dists/", "./ours/");
      assertThat(archive.get("1/dists/Release").statusCode()).isEqualTo(404);
      assertThat(archive.get("later/").statusCode()).isEqualTo(404);
      Files.createDirectories(root.resolve("missing"));
      assertThat(archive.get("later/").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void sendsLargeFilesWhole() throws Exception {
    byte[] block = new byte[1 << 20];
    try (var archive = Archive.of(root)) {
      try (var out = Files.newOutputStream(root.resolve("large"))) {
        for (int i = 0; i < 40; i++) {
          block[0] = (byte) i;
          out.write(block);
        }
      }
      try (var in = archive.server().uri().resolve("large").toURL().openStream()) {
        for (int i = 0; i < 40; i++) {
          assertThat(in.readNBytes(block.length)[0]).isEqualTo((byte) i);
        }
        assertThat(in.read()).isEqualTo(-1);
      }
    }
  }

  @Test
  void closesFilesWhenClientsGoAway() throws Exception {
    try (var archive = Archive.of(root)) {
      Files.write(root.resolve("large"), new byte[20_000_000]);
      for (int i = 0; i < 20; i++) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), archive.server().port())) {
          socket.setSoLinger(true, 0);
          socket
              .getOutputStream()
              .write("GET /large HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
          assertThat(socket.getInputStream().readNBytes(1000)).hasSize(1000);
        }
      }
      archive.server().close();
    }
    assertThat(openFilesBelow(root)).isZero();
  }

  private static long openFilesBelow(Path directory) throws IOException {
    try (var descriptors = Files.list(Path.of("/proc/self/fd"))) {
      return descriptors
          .filter(Files::isSymbolicLink)
          .filter(descriptor -> {
            try {
              return Files.readSymbolicLink(descriptor).startsWith(directory);
            } catch (IOException e) {
              return false;
            }
          })
          .count();
    }
  }

  @Test
  void letsAnswersUnderWayFinishWhenItCloses() throws Exception {
    Files.write(root.resolve("large"), new byte[30_000_000]);
    try (var archive = Archive.of(root);
        var executor = Executors.newVirtualThreadPerTaskExecutor();
        var socket = new Socket(InetAddress.getLoopbackAddress(), archive.server().port())) {
      socket
          .getOutputStream()
          .write("GET /large HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(socket.getInputStream().readNBytes(1000)).hasSize(1000);
      var closing = executor.submit(archive.server()::close);

      assertThat(socket.getInputStream().readAllBytes()).hasSizeGreaterThan(29_999_000);
      closing.get();
    }
  }

  @Test
  void closesAnIdleConnection() throws Exception {
    var options =
        ArchiveOptions.loopback(List.of(new Mount("/", root)))
            .withLimits(10, Duration.ofMillis(200), Duration.ofSeconds(1));
    try (var archive = Archive.of(root, options);
        var socket = new Socket(InetAddress.getLoopbackAddress(), archive.server().port())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write("GET / HT".getBytes(StandardCharsets.US_ASCII));

      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
          .doesNotContain(" 200 ");
    }
  }

  @Test
  void saysWhatItCannotListenOn() throws Exception {
    try (var archive = Archive.of(root)) {
      var options =
          ArchiveOptions.loopback(List.of(new Mount("/", root)))
              .at("127.0.0.1", archive.server().port());

      assertThatThrownBy(() -> ArchiveServer.start(options, Clock.systemUTC()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("cannot listen on 127.0.0.1 port " + archive.server().port());
    }
  }

  @Test
  void refusesOptionsThatCannotBeMeant() {
    assertThatThrownBy(() -> new Mount("debian", root)).hasMessageContaining("debian");
    assertThatThrownBy(() -> new Mount("/debian/", root)).hasMessageContaining("/debian/");
    assertThatThrownBy(() -> new Mount("/a/../b", root)).hasMessageContaining("/a/../b");
    assertThatThrownBy(() -> new Mount("/a//b", root)).hasMessageContaining("/a//b");
    assertThatThrownBy(() -> ArchiveOptions.loopback(List.of()))
        .hasMessageContaining("no directory");
    var twice = List.of(new Mount("/a", root), new Mount("/a", root.resolve("x")));
    assertThatThrownBy(() -> ArchiveOptions.loopback(twice)).hasMessageContaining("/a");
  }

  private static int status(Archive archive, String... headers) throws Exception {
    return archive.get(INRELEASE, headers).statusCode();
  }

  private static String resume(Archive archive, String condition) throws Exception {
    var response = archive.get(INRELEASE, "Range", "bytes=5-", "If-Range", condition);
    return response.statusCode() + " " + response.body();
  }
}
