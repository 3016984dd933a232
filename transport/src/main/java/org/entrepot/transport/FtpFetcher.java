package org.entrepot.transport;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLConnection;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.entrepot.transport.TransportException.Outlook;

/// Fetches by FTP, passive and binary, with the client of the JDK; anonymous unless there are
/// credentials. It cannot resume.
final class FtpFetcher {
  private final Body body;
  private final Credentials credentials;
  private final int timeoutMillis;

  FtpFetcher(Body body, Credentials credentials, Duration timeout) {
    this.body = body;
    this.credentials = credentials;
    this.timeoutMillis = (int) Math.min(timeout.toMillis(), Integer.MAX_VALUE);
  }

  FetchResult fetch(Fetch fetch, FetchListener listener) throws IOException {
    InputStream in;
    try {
      URLConnection connection = withLogin(fetch.uri()).toURL().openConnection();
      connection.setConnectTimeout(timeoutMillis);
      connection.setReadTimeout(timeoutMillis);
      in = connection.getInputStream();
    } catch (FileNotFoundException _) {
      return new FetchResult.Absent(Addresses.shown(fetch.uri()) + ": no such file");
    } catch (IOException e) {
      throw new TransportException(
          Outlook.MAY_PASS,
          "%s cannot be fetched: %s".formatted(Addresses.shown(fetch.uri()), Addresses.reason(e)),
          e);
    }
    body.write(fetch, in, false, OptionalLong.empty(), listener);
    return new FetchResult.Whole(Validators.NONE);
  }

  private URI withLogin(URI uri) throws IOException {
    Optional<Credentials.Login> login = credentials.find(uri);
    if (login.isEmpty()) {
      return uri;
    }
    try {
      return new URI(
          uri.getScheme(),
          login.get().name() + ":" + login.get().password(),
          uri.getHost(),
          uri.getPort(),
          uri.getPath(),
          null,
          null);
    } catch (URISyntaxException e) {
      throw new IOException("the credentials for " + uri.getHost() + " cannot be used", e);
    }
  }
}
