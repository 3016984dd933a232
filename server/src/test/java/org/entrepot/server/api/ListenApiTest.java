package org.entrepot.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.entrepot.catalog.access.AuditFilter;
import org.entrepot.server.access.Reach;
import org.entrepot.testkit.Tool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Where a server may listen: Unix sockets, with curl as the client.
@Timeout(60)
class ListenApiTest {
  @TempDir Path directory;

  private Api on(Path socket) {
    Path root = directory.resolve("root");
    return new Api(root, ApiOptions.at(root).listeningOn(new ListenPlace.UnixSocket(socket)));
  }

  private static String curl(Path socket, String... more) {
    var words = new java.util.ArrayList<Object>();
    words.add("-sS");
    words.add("--unix-socket");
    words.add(socket);
    words.addAll(java.util.List.of(more));
    return Tool.of("curl").text(words.toArray());
  }

  @Test
  void aUnixSocketIsMadeAndRemoved() throws Exception {
    Path socket = directory.resolve("api.sock");
    // What a server that was killed leaves.
    try (var dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      dead.bind(UnixDomainSocketAddress.of(socket));
    }
    assertThat(socket).exists();
    try (Api api = on(socket)) {
      assertThat(curl(socket, "http://here/api/ready"))
          .isEqualTo("{\"Status\":\"Aptly is ready\"}");
      curl(socket, "--fail", "-d", "Name=r", "http://here/api/repos");
      assertThat(curl(socket, "http://here/api/repos")).contains("\"Name\":\"r\"");
      var who = api.store().view(view -> view.auditEntries(AuditFilter.all())).getFirst().actor();
      assertThat(who.origin()).isEqualTo("unix");
      assertThat(api.server().uri()).hasToString("unix://" + socket);
    }
    assertThat(Files.exists(socket, LinkOption.NOFOLLOW_LINKS)).isFalse();
  }

  @Test
  void whatIsNotOursIsLeft() throws Exception {
    Path socket = directory.resolve("api.sock");
    Files.writeString(socket, "precious");
    assertThatThrownBy(() -> on(socket))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("cannot listen on unix://" + socket)
        .hasMessageContaining("no socket");
    assertThat(socket).hasContent("precious");
    Files.delete(socket);
    try (Api _ = on(socket)) {
      assertThatThrownBy(() -> on(socket)).hasMessageContaining("another server listens there");
      assertThat(curl(socket, "http://here/api/ready")).contains("ready");
    }
    assertThatThrownBy(() -> on(directory.resolve("missing/api.sock")))
        .hasMessageContaining("cannot listen on");
  }

  @Test
  void aUnixSocketIsReachedFromThisMachineOnly() throws Exception {
    assertThat(new ListenPlace.UnixSocket(directory.resolve("s")).reach())
        .isEqualTo(Reach.THIS_MACHINE);
    assertThat(new ListenPlace.Inherited(UnixDomainSocketAddress.of("/x")).reach())
        .isEqualTo(Reach.THIS_MACHINE);
    assertThat(new ListenPlace.Tcp("", 80).reach()).isEqualTo(Reach.NETWORK);
    assertThat(new ListenPlace.Tcp("localhost", 80).reach()).isEqualTo(Reach.THIS_MACHINE);
    assertThat(
            new ListenPlace.Inherited(new InetSocketAddress(InetAddress.ofLiteral("0.0.0.0"), 80))
                .reach())
        .isEqualTo(Reach.NETWORK);
  }
}
