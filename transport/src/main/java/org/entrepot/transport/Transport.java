package org.entrepot.transport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.entrepot.transport.TransportException.Outlook;

/// Fetches files. Safe for any thread; each fetch runs in the thread that asks for it.
///
/// Trouble that may pass (server errors, broken connections, timeouts) is met by trying again after
/// a pause, which doubles each time; an answer that stays the same is not. A connection that breaks
/// in the middle of a file that can be resumed is no failed try as long as each one brings more.
public final class Transport implements AutoCloseable {
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
  private static final int MOST_RESUMPTIONS = 200;

  private final TransportOptions options;
  private final StallWatch stalls;
  private final HttpFetcher http;
  private final FtpFetcher ftp;
  private final FileFetcher local;

  public Transport(TransportOptions options) {
    this.options = options;
    this.stalls = new StallWatch(options.timeout());
    var body = new Body(new RateLimit(options.bytesPerSecond()), stalls);
    var credentials = new Credentials(options.authFiles());
    this.http = new HttpFetcher(options, body, credentials);
    this.ftp = new FtpFetcher(body, credentials, options.timeout());
    this.local = new FileFetcher(body);
  }

  /// Fetches a file.
  ///
  /// @throws TransportException when that fails; what came of a file that can be resumed stays
  /// @throws IOException when the target cannot be written
  public FetchResult fetch(Fetch fetch, FetchListener listener) throws IOException {
    int failures = 0;
    int resumptions = 0;
    while (true) {
      long before = size(fetch.target());
      try {
        return once(fetch, listener);
      } catch (TransportException e) {
        listener.checkWanted();
        boolean gained = fetch.resumes() && size(fetch.target()) > before;
        if (e.mayPass() && gained && resumptions < MOST_RESUMPTIONS) {
          resumptions++;
          continue;
        }
        failures++;
        if (!e.mayPass() || failures >= options.tries()) {
          throw e;
        }
        listener.retrying(
            "%s; trying again, %d of %d".formatted(e.getMessage(), failures + 1, options.tries()));
        pause(failures, e.pause());
      }
    }
  }

  private FetchResult once(Fetch fetch, FetchListener listener) throws IOException {
    String scheme = String.valueOf(fetch.uri().getScheme()).toLowerCase(Locale.ROOT);
    return switch (scheme) {
      case "http", "https" -> http.fetch(fetch, listener);
      case "ftp" -> ftp.fetch(fetch, listener);
      case "file" -> local.fetch(fetch, listener);
      default ->
          throw new TransportException(
              Outlook.WILL_STAY,
              Addresses.shown(fetch.uri()) + ": there is no way to fetch " + scheme);
    };
  }

  private static long size(Path file) throws IOException {
    return Files.exists(file) ? Files.size(file) : 0;
  }

  private void pause(int failures, Duration asked) throws IOException {
    Duration own = options.firstPause().multipliedBy(1L << Math.min(failures - 1, 20));
    Duration longer = asked.compareTo(own) > 0 ? asked : own;
    Duration bounded = longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
    try {
      Thread.sleep(bounded);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TransportException(Outlook.WILL_STAY, "interrupted between two tries", e);
    }
  }

  @Override
  public void close() {
    http.close();
    ftp.close();
    stalls.close();
  }
}
