package org.entrepot.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.entrepot.testkit.Tool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `/api/graph.EXT`, drawn by the real dot.
@Timeout(120)
class GraphApiTest {
  @TempDir Path directory;

  @Test
  void everythingIsInTheGraphWithItsOrigin() {
    try (var api = new Api(directory)) {
      api.post("/api/repos", "{'Name': 'r', 'Comment': 'a {b} | \\\\ <c>'}").expect(201);
      api.post("/api/repos/r/snapshots", "{'Name': 's'}").expect(201);
      api.post("/api/snapshots", "{'Name': 't', 'SourceSnapshots': ['s', 's']}").expect(201);
      String text = api.get("/api/graph.dot").expect(200).body();
      assertThat(text).startsWith("digraph aptly");
      assertThat(api.get("/api/graph.gv?layout=horizontal").body()).isEqualTo(text);
      assertThat(api.get("/api/graph.gv").type()).isEqualTo("text/plain; charset=utf-8");
      assertThat(text).contains("Repo r|a \\{b\\} \\| \\\\ \\<c\\>|pkgs: 0");
      assertThat(text.lines().filter(line -> line.contains(" -> "))).hasSize(2);
      // The judge of the language is dot itself.
      String plain = Tool.of("dot").reading(text.getBytes(StandardCharsets.UTF_8)).text("-Tplain");
      assertThat(plain.lines().filter(line -> line.startsWith("node "))).hasSize(3);
      assertThat(plain.lines().filter(line -> line.startsWith("edge "))).hasSize(2);
    }
  }

  /// dot reads no text above 16 KiB.
  @Test
  void longTextsAreCutInPictures() {
    try (var api = new Api(directory)) {
      String comment = "\uD83D\uDCE6{é}".repeat(10_000);
      api.post("/api/repos", "{'Name': 'r', 'Comment': '%s'}".formatted(comment)).expect(201);
      assertThat(api.get("/api/graph.svg").expect(200).body()).contains("Repo r", "...");
    }
  }

  @Test
  void picturesAreDrawnInBothLayouts() throws Exception {
    try (var api = new Api(directory)) {
      for (int i = 0; i < 300; i++) {
        api.createRepository("repository-" + i);
      }
      assertThat(api.get("/api/graph.dot").body().length()).isGreaterThan(32_000);
      assertThat(api.get("/api/graph.svg").expect(200).type()).isEqualTo("image/svg+xml");
    }
    try (var api = new Api(directory.resolve("few"))) {
      for (int i = 0; i < 5; i++) {
        api.createRepository("repository-" + i);
      }
      var wide = picture(api, "/api/graph.png");
      var tall = picture(api, "/api/graph.png?layout=vertical");
      assertThat(wide.getWidth()).isGreaterThan(tall.getWidth());
      assertThat(tall.getHeight()).isGreaterThan(wide.getHeight());
      assertThat(api.get("/api/graph.xyz").expect(500).error()).contains("dot refuses");
      assertThat(api.get("/api/graph.a;b").expect(500).error()).contains("no format");
      api.get("/api/graph.").expect(404);
      api.get("/api/graph").expect(404);
    }
  }

  private static BufferedImage picture(Api api, String path)
      throws IOException, InterruptedException {
    try (var client = HttpClient.newHttpClient()) {
      var response =
          client.send(
              HttpRequest.newBuilder(api.uri(path)).build(),
              HttpResponse.BodyHandlers.ofByteArray());
      assertThat(response.headers().firstValue("Content-Type")).hasValue("image/png");
      return ImageIO.read(new ByteArrayInputStream(response.body()));
    }
  }
}
