package org.entrepot.transport;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.apache.commons.net.ftp.FTP;
import org.apache.commons.net.ftp.FTPClient;
import org.apache.commons.net.ftp.FTPReply;
import org.entrepot.transport.TransportException.Outlook;
import org.jspecify.annotations.Nullable;

/// Fetches by FTP (RFC 959), passive (RFC 2428, else RFC 959) and binary; anonymous unless there
/// are credentials. What was cut off is resumed by REST (RFC 3659), and connections are used again.
/// Safe for any thread.
final class FtpFetcher implements AutoCloseable {
  private static final int DEFAULT_PORT = 21;
  private static final String ANONYMOUS = "anonymous";

  private final Body body;
  private final Credentials credentials;
  private final Duration timeout;
  private final Deque<Connection> idle = new ConcurrentLinkedDeque<>();

  /// A connection that somebody has logged in on.
  private record Connection(String place, FTPClient client) {}

  FtpFetcher(Body body, Credentials credentials, Duration timeout) {
    this.body = body;
    this.credentials = credentials;
    this.timeout = timeout;
  }

  FetchResult fetch(Fetch fetch, FetchListener listener) throws IOException {
    String path = path(fetch.uri());
    Connection connection = connection(fetch.uri());
    boolean whole = false;
    try {
      FetchResult result = fetch(fetch, path, connection.client(), listener);
      whole = true;
      return result;
    } finally {
      if (whole) {
        idle.push(connection);
      } else {
        close(connection.client());
      }
    }
  }

  private static String path(URI uri) throws TransportException {
    String path = uri.getPath();
    if (path.chars().anyMatch(Character::isISOControl)) {
      throw new TransportException(
          Outlook.WILL_STAY,
          Addresses.shown(uri) + ": FTP cannot name a file with control characters");
    }
    return path.startsWith("/") ? path.substring(1) : path; // from where the login leads, RFC 1738
  }

  private FetchResult fetch(Fetch fetch, String path, FTPClient client, FetchListener listener)
      throws IOException {
    String shown = Addresses.shown(fetch.uri());
    OptionalLong size = size(client, path, shown);
    long here = fetch.resumes() && Files.exists(fetch.target()) ? Files.size(fetch.target()) : 0;
    if (here > 0 && size.isPresent() && here >= size.getAsLong()) {
      if (here == size.getAsLong()) {
        return new FetchResult.Whole(Validators.NONE);
      }
      Files.delete(fetch.target());
      throw new TransportException(
          Outlook.MAY_PASS, shown + ": what is here is longer than the file; it is fetched anew");
    }
    client.setRestartOffset(here);
    InputStream in = opened(client, path, shown);
    if (in == null) {
      if (here > 0 && client.getReplyCode() != FTPReply.FILE_UNAVAILABLE) {
        Files.delete(fetch.target()); // it cannot begin in the middle
        throw new TransportException(
            Outlook.MAY_PASS, "%s: %s".formatted(shown, client.getReplyString().strip()));
      }
      return absent(client, shown);
    }
    OptionalLong rest =
        size.isPresent() ? OptionalLong.of(size.getAsLong() - here) : OptionalLong.empty();
    body.write(fetch, in, here > 0, rest, listener);
    if (!completed(client, shown)) {
      throw new TransportException(
          Outlook.MAY_PASS, "%s: %s".formatted(shown, client.getReplyString().strip()));
    }
    return new FetchResult.Whole(Validators.NONE);
  }

  private interface Call<T> {
    T answer() throws IOException;
  }

  private static <T> T asked(Call<T> call, String shown) throws TransportException {
    try {
      return call.answer();
    } catch (IOException e) {
      throw new TransportException(
          Outlook.MAY_PASS, "%s cannot be fetched: %s".formatted(shown, Addresses.reason(e)), e);
    }
  }

  private static OptionalLong size(FTPClient client, String path, String shown)
      throws TransportException {
    return asked(
        () -> {
          String size = client.getSize(path);
          return size != null && size.matches("[0-9]{1,18}")
              ? OptionalLong.of(Long.parseLong(size))
              : OptionalLong.empty();
        },
        shown);
  }

  private static @Nullable InputStream opened(FTPClient client, String path, String shown)
      throws TransportException {
    return asked(() -> client.retrieveFileStream(path), shown);
  }

  private static boolean completed(FTPClient client, String shown) throws TransportException {
    return asked(client::completePendingCommand, shown);
  }

  private static FetchResult absent(FTPClient client, String shown) throws TransportException {
    String answer = "%s: %s".formatted(shown, client.getReplyString().strip());
    if (client.getReplyCode() == FTPReply.FILE_UNAVAILABLE) {
      return new FetchResult.Absent(answer);
    }
    throw new TransportException(
        FTPReply.isNegativeTransient(client.getReplyCode()) ? Outlook.MAY_PASS : Outlook.WILL_STAY,
        answer);
  }

  /// One that is idle and still open, or a new one.
  private Connection connection(URI uri) throws IOException {
    String place = uri.getRawAuthority();
    for (Connection free : List.copyOf(idle)) {
      if (free.place().equals(place) && idle.remove(free)) {
        if (isOpen(free.client())) {
          return free;
        }
        close(free.client());
      }
    }
    return new Connection(place, opened(uri));
  }

  private static boolean isOpen(FTPClient client) {
    try {
      return client.sendNoOp();
    } catch (IOException _) {
      return false;
    }
  }

  private FTPClient opened(URI uri) throws IOException {
    String shown = Addresses.shown(uri);
    int millis = (int) Math.min(timeout.toMillis(), Integer.MAX_VALUE);
    var client = new FTPClient();
    client.setControlEncoding(StandardCharsets.UTF_8);
    client.setConnectTimeout(millis);
    client.setDefaultTimeout(millis);
    client.setDataTimeout(timeout);
    client.setUseEPSVwithIPv4(true);
    boolean usable = false;
    try {
      asked(
          () -> {
            client.connect(uri.getHost(), uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort());
            client.setSoTimeout(millis);
            return true;
          },
          shown);
      login(client, uri, shown);
      asked(() -> client.setFileType(FTP.BINARY_FILE_TYPE), shown);
      client.enterLocalPassiveMode();
      usable = true;
      return client;
    } finally {
      if (!usable) {
        close(client);
      }
    }
  }

  private void login(FTPClient client, URI uri, String shown) throws IOException {
    Optional<Credentials.Login> login = credentials.find(uri);
    boolean accepted =
        asked(
            () ->
                login.isPresent()
                    ? client.login(login.get().name(), login.get().password())
                    : client.login(ANONYMOUS, "entrepot@"),
            shown);
    if (!accepted) {
      throw new TransportException(
          FTPReply.isNegativeTransient(client.getReplyCode())
              ? Outlook.MAY_PASS
              : Outlook.WILL_STAY,
          "%s: the server refused the login: %s; name and password stand in auth.conf"
              .formatted(shown, client.getReplyString().strip()));
    }
  }

  private static void close(FTPClient client) {
    try {
      client.disconnect();
    } catch (IOException _) {
      // it is gone either way
    }
  }

  @Override
  public void close() {
    for (Connection free = idle.poll(); free != null; free = idle.poll()) {
      close(free.client());
    }
  }
}
