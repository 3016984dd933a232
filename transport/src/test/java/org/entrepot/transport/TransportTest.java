package org.entrepot.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.entrepot.testkit.FlakyServer;
import org.entrepot.testkit.FlakyServer.Fault.Behaviour;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Fetching from servers that misbehave.
@SuppressWarnings("NullAway.Init") // set before each test
@Timeout(60)
class TransportTest {
  private static final int SIZE = 1_000_003;

  @TempDir Path directory;
  private Path target;
  private byte[] content;
  private FlakyServer server;
  private Transport transport;
  private final List<String> retries = new ArrayList<>();
  private final FetchListener listener =
      new FetchListener() {
        @Override
        public void received(long bytes) {}

        @Override
        public void retrying(String reason) {
          retries.add(reason);
        }

        @Override
        public void checkWanted() {}
      };

  @BeforeEach
  void serve() throws IOException {
    Path root = Files.createDirectories(directory.resolve("served"));
    content = new byte[SIZE];
    new Random(7).nextBytes(content);
    Files.write(root.resolve("file"), content);
    target = directory.resolve("target");
    server = FlakyServer.serving(root);
    transport = new Transport(options(3, Map.of()));
  }

  @AfterEach
  void stop() {
    transport.close();
    server.close();
  }

  private TransportOptions options(int tries, Map<String, String> environment) {
    return new TransportOptions(
        tries,
        Duration.ofMillis(1),
        Duration.ofMillis(400),
        0,
        List.of(directory.resolve("auth.conf")),
        environment,
        TransportOptions.Tls.DEFAULT,
        "test");
  }

  private URI uri() {
    return URI.create(server.url() + "/file");
  }

  private FetchResult fetch(Fetch fetch) throws IOException {
    return transport.fetch(fetch, listener);
  }

  @Test
  void connectionsThatAreCutAreTakenUpWhereTheyBroke() throws IOException {
    server.set((_, _) -> new Behaviour.Cut(100_000));
    assertThat(fetch(Fetch.resuming(uri(), target, SIZE))).isInstanceOf(FetchResult.Whole.class);
    assertThat(target).hasBinaryContent(content);
    // The client may drop a little of what came together with the fault.
    assertThat(server.sentBytes()).as("little is sent twice").isBetween((long) SIZE, SIZE * 5L / 4);
    assertThat(retries).as("each brought more, so none was a failed try").isEmpty();
  }

  @Test
  void whatCannotBeResumedIsFetchedAnewEachTime() {
    server.set((_, _) -> new Behaviour.Cut(100_000));
    assertThatThrownBy(() -> fetch(Fetch.anew(uri(), target, SIZE)))
        .isInstanceOf(TransportException.class)
        .hasMessageContaining("/file: the connection broke");
    assertThat(server.requests()).hasSize(3);
    assertThat(retries).hasSize(2);
  }

  @Test
  void aServerThatForgetsRangesIsTakenAtItsWord() throws IOException {
    Files.write(target, new byte[5000]);
    server.set((_, _) -> new Behaviour.NoRanges());
    assertThat(fetch(Fetch.resuming(uri(), target, SIZE))).isInstanceOf(FetchResult.Whole.class);
    assertThat(target).hasBinaryContent(content);
  }

  @Test
  void aFileThatIsHereAlreadyIsNotSentAgain() throws IOException {
    Files.write(target, content);
    assertThat(fetch(Fetch.resuming(uri(), target, SIZE))).isInstanceOf(FetchResult.Whole.class);
    assertThat(server.sentBytes()).isZero();
    Files.write(target, new byte[SIZE + 1]);
    assertThat(fetch(Fetch.resuming(uri(), target, SIZE))).isInstanceOf(FetchResult.Whole.class);
    assertThat(target).hasBinaryContent(content);
  }

  @Test
  void busyServersAreAskedAgainAndOthersAreNot() throws IOException {
    server.set((_, number) ->
        number < 2 ? new Behaviour.Status(503, "Retry-After", "0") : new Behaviour.Good());
    assertThat(fetch(Fetch.anew(uri(), target, SIZE))).isInstanceOf(FetchResult.Whole.class);
    assertThat(retries)
        .containsExactly(
            uri() + ": the server answered 503; trying again, 2 of 3",
            uri() + ": the server answered 503; trying again, 3 of 3");

    int before = server.requests().size();
    server.set((_, _) -> new Behaviour.Good());
    URI none = URI.create(server.url() + "/none");
    assertThat(fetch(Fetch.anew(none, target, SIZE)))
        .isEqualTo(new FetchResult.Absent(none + ": the server answered 404"));
    server.set((_, _) -> new Behaviour.Status(400, "", ""));
    assertThatThrownBy(() -> fetch(Fetch.anew(uri(), target, SIZE)))
        .hasMessage(uri() + ": the server answered 400");
    assertThat(server.requests()).hasSize(before + 2);
  }

  @Test
  void aServerThatHangsIsGivenUp() {
    transport.close();
    transport = new Transport(options(1, Map.of()));
    server.set((_, _) -> new Behaviour.Hang());
    assertThatThrownBy(() -> fetch(Fetch.anew(uri(), target, SIZE)))
        .isInstanceOfSatisfying(TransportException.class, e -> assertThat(e.mayPass()).isTrue())
        .hasMessageContaining("nothing came for too long");
  }

  @Test
  void nobodyMakesUsStoreMoreThanWasAsked() {
    assertThatThrownBy(() -> fetch(Fetch.anew(uri(), target, 1000)))
        .hasMessageContaining("larger than the 1000 bytes");
  }

  @Test
  void whatHasNotChangedIsNotSent() throws IOException {
    var whole = (FetchResult.Whole) fetch(Fetch.anew(uri(), target, SIZE));
    assertThat(fetch(Fetch.ifChanged(uri(), target, whole.validators(), SIZE)))
        .isInstanceOf(FetchResult.Unchanged.class);
    assertThat(server.sentBytes()).isEqualTo(SIZE);
    assertThat(target).hasBinaryContent(content);
  }

  @Test
  void credentialsGoToTheirHostOnly() throws IOException {
    try (var other = FlakyServer.serving(directory.resolve("served"))) {
      Files.writeString(
          directory.resolve("auth.conf"),
          """
          # apt's format
          machine 127.0.0.1:1 login wrong password wrong
          machine http://%1$s/file login anna password se
          machine http://%1$s login bea password secret
          """
              .formatted(server.url().substring("http://".length())));
      server.set((_, _) -> new Behaviour.Status(302, "Location", other.url() + "/file"));
      assertThat(fetch(Fetch.anew(uri(), target, SIZE))).isInstanceOf(FetchResult.Whole.class);
      assertThat(server.requests().getFirst().authorization())
          .isEqualTo("Basic YW5uYTpzZQ=="); // anna:se
      assertThat(other.requests().getFirst().authorization()).isEmpty();
    }
  }

  @Test
  void redirectsDoNotLeadRoundForEverOrElsewhere() {
    server.set((_, _) -> new Behaviour.Status(302, "Location", "/file"));
    assertThatThrownBy(() -> fetch(Fetch.anew(uri(), target, SIZE)))
        .hasMessageContaining("more than 10 times");
    server.set((_, _) -> new Behaviour.Status(302, "Location", "file:///etc/passwd"));
    assertThatThrownBy(() -> fetch(Fetch.anew(uri(), target, SIZE)))
        .hasMessageContaining("which is not followed");
  }

  @Test
  void proxiesAreUsedUnlessExcepted() throws IOException {
    try (var through = new Transport(options(1, Map.of("http_proxy", server.url())));
        var direct =
            new Transport(
                options(1, Map.of("http_proxy", server.url(), "no_proxy", "localhost,.example")))) {
      var there = URI.create("http://archive.example/file");
      through.fetch(Fetch.anew(there, target, SIZE), listener);
      assertThat(target).hasBinaryContent(content);
      assertThat(server.requests().getFirst().path()).contains("archive.example");
      assertThatThrownBy(() -> direct.fetch(Fetch.anew(there, target, SIZE), listener))
          .hasMessageContaining("cannot be reached");
    }
  }

  @Test
  void aProxyThatCannotBeReachedIsNamed() throws IOException {
    try (var through =
        new Transport(options(1, Map.of("http_proxy", "http://name:secret@127.0.0.1:1")))) {
      var there = URI.create("http://archive.example/file");
      assertThatThrownBy(() -> through.fetch(Fetch.anew(there, target, SIZE), listener))
          .hasMessageContaining(
              "http://archive.example/file cannot be reached by the proxy"
                  + " http://name:***@127.0.0.1:1: ");
    }
  }

  @Test
  void filesOfThisMachineAreCopied() throws IOException {
    URI here = directory.resolve("served/file").toUri();
    var whole = (FetchResult.Whole) fetch(Fetch.anew(here, target, SIZE));
    assertThat(target).hasBinaryContent(content);
    assertThat(fetch(Fetch.ifChanged(here, target, whole.validators(), SIZE)))
        .isInstanceOf(FetchResult.Unchanged.class);
    assertThat(fetch(Fetch.anew(directory.resolve("none").toUri(), target, SIZE)))
        .isInstanceOf(FetchResult.Absent.class);
    assertThat(fetch(Fetch.anew(directory.toUri(), target, SIZE)))
        .isInstanceOf(FetchResult.Absent.class);
  }
}
