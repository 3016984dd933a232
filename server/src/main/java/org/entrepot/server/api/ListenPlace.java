package org.entrepot.server.api;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.Channel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.UUID;
import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.unixdomain.server.UnixDomainServerConnector;
import org.entrepot.server.access.Reach;

/// Where a server listens.
public sealed interface ListenPlace {
  /// A TCP port.
  ///
  /// @param host name or address; empty for all addresses
  /// @param port 0 for any that is free
  record Tcp(String host, int port) implements ListenPlace {}

  /// A Unix socket, which is made at the start and removed at the end.
  record UnixSocket(Path path) implements ListenPlace {}

  /// A socket that whoever started this process listens on already (systemd socket activation): its
  /// standard input, because the JVM takes over no other descriptor.
  ///
  /// @param address where it listens
  record Inherited(SocketAddress address) implements ListenPlace {
    /// The socket that this process was started with.
    ///
    /// @throws IOException when standard input is no listening socket
    public static Inherited ofProcess() throws IOException {
      Channel channel = System.inheritedChannel();
      if (channel instanceof ServerSocketChannel listening) {
        return new Inherited(listening.getLocalAddress());
      }
      throw new IOException(
          "no listening socket was handed over: the unit needs ListenStream=, and Accept=no");
    }
  }

  /// Who can reach it.
  ///
  /// @throws UnknownHostException for a host that is not known
  default Reach reach() throws UnknownHostException {
    return switch (this) {
      case Tcp(var host, _) ->
          host.isEmpty() ? Reach.NETWORK : Reach.of(InetAddress.getByName(host));
      case UnixSocket _ -> Reach.THIS_MACHINE;
      case Inherited(var address) ->
          address instanceof InetSocketAddress internet
              ? Reach.of(internet.getAddress())
              : Reach.THIS_MACHINE;
    };
  }

  /// What listens there, not yet started.
  ///
  /// @throws IOException when another server, or a file, is there
  default AbstractConnector connector(Server server, ConnectionFactory http) throws IOException {
    return switch (this) {
      case Tcp(var host, var port) -> {
        var connector = new ServerConnector(server, http);
        connector.setHost(host.isEmpty() ? null : host);
        connector.setPort(port);
        yield connector;
      }
      case UnixSocket(var path) -> {
        makeRoom(path);
        var connector = new UnixDomainServerConnector(server, http);
        connector.setUnixDomainPath(path);
        yield connector;
      }
      case Inherited(var address) -> {
        if (address instanceof UnixDomainSocketAddress) {
          var connector = new UnixDomainServerConnector(server, http);
          connector.setInheritChannel(true);
          // What it removes at the end, also when it did not make it; the socket is not ours.
          connector.setUnixDomainPath(
              Path.of(System.getProperty("java.io.tmpdir"), "entrepot-" + UUID.randomUUID()));
          yield connector;
        }
        var connector = new ServerConnector(server, http);
        connector.setInheritChannel(true);
        yield connector;
      }
    };
  }

  /// Removes the socket of a server that is gone.
  private static void makeRoom(Path path) throws IOException {
    try (SocketChannel other = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
      throw new IOException("another server listens there, on " + other.getRemoteAddress());
    } catch (SocketException _) {
      // nobody listens
    } catch (NoSuchFileException _) {
      return;
    }
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (!Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
        .isOther()) {
      throw new IOException("there is a file that is no socket; remove it, or name another path");
    }
    Files.delete(path);
  }

  /// How people write it.
  default String text() {
    return switch (this) {
      case Tcp(var host, var port) ->
          "%s:%d".formatted(host.contains(":") ? "[" + host + "]" : host, port);
      case UnixSocket(var path) -> "unix://" + path;
      case Inherited(var address) -> "the inherited socket " + address;
    };
  }
}
