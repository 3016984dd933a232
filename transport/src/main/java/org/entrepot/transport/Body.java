package org.entrepot.transport;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;
import org.entrepot.transport.TransportException.Outlook;

/// Writes what comes from a server to the target of a fetch. Safe for any thread.
final class Body {
  private static final int CHUNK_BYTES = 64 << 10;

  private final RateLimit limit;
  private final StallWatch stalls;

  Body(RateLimit limit, StallWatch stalls) {
    this.limit = limit;
    this.stalls = stalls;
  }

  /// Appends the stream to the target, or puts it in the place of what is there. Closes the stream.
  void write(
      Fetch fetch, InputStream in, boolean append, OptionalLong length, FetchListener listener)
      throws IOException {
    Path target = fetch.target();
    if (!append) {
      Files.deleteIfExists(target); // never written over: another name may share its bytes
    }
    long total = append ? Files.size(target) : 0;
    long came = 0;
    byte[] chunk = new byte[CHUNK_BYTES];
    try (in;
        var watched = stalls.watch(in);
        OutputStream out =
            Files.newOutputStream(target, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      while (true) {
        listener.checkWanted();
        int count = read(fetch, in, chunk, watched);
        if (count < 0) {
          requireWhole(fetch, came, length);
          return;
        }
        came += count;
        watched.touch();
        total += count;
        if (total > fetch.mostBytes()) {
          throw new TransportException(
              Outlook.TOO_LARGE,
              "%s is larger than the %d bytes that it may have"
                  .formatted(Addresses.shown(fetch.uri()), fetch.mostBytes()));
        }
        out.write(chunk, 0, count);
        listener.received(count);
        limit.take(count);
        watched.touch();
      }
    }
  }

  /// The blocking client takes a connection that was closed early for the end of the file.
  private static void requireWhole(Fetch fetch, long came, OptionalLong length)
      throws TransportException {
    if (length.isPresent() && came < length.getAsLong()) {
      throw new TransportException(
          Outlook.MAY_PASS,
          "%s: the connection broke after %d of %d bytes"
              .formatted(Addresses.shown(fetch.uri()), came, length.getAsLong()));
    }
  }

  private static int read(Fetch fetch, InputStream in, byte[] chunk, StallWatch.Watched watched)
      throws TransportException {
    try {
      return in.read(chunk);
    } catch (IOException e) {
      throw new TransportException(
          Outlook.MAY_PASS,
          watched.isStalled() || e instanceof SocketTimeoutException
              ? Addresses.shown(fetch.uri()) + ": nothing came for too long"
              : "%s: the connection broke: %s"
                  .formatted(Addresses.shown(fetch.uri()), Addresses.reason(e)),
          e);
    }
  }
}
