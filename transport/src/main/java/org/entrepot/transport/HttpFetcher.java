package org.entrepot.transport;

import java.io.IOException;
import java.io.InputStream;
import java.net.Authenticator;
import java.net.HttpURLConnection;
import java.net.PasswordAuthentication;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.entrepot.transport.TransportException.Outlook;
import org.jspecify.annotations.Nullable;

/// Fetches by HTTP/1.1, and by HTTP/2 where TLS negotiates it. Connections are used again. Safe for
/// any thread.
///
/// Redirects are followed here, so that credentials go to nobody but the host that they are for,
/// and never from `https` to `http`. A resumed file asks for `Range: bytes=N-`; servers that answer
/// with the whole file are taken at their word.
final class HttpFetcher implements AutoCloseable {
  private static final int MOST_REDIRECTS = 10;
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
  private static final Pattern CONTENT_RANGE =
      Pattern.compile("bytes (?<from>[0-9]{1,18})-[0-9]{1,18}/(?<all>[0-9]{1,18}|\\*)");
  private static final Pattern UNSATISFIED = Pattern.compile("bytes \\*/(?<all>[0-9]{1,18})");

  private final TransportOptions options;
  private final Body body;
  private final Credentials credentials;
  private final Proxies proxies;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private @Nullable HttpClient client; // made with the first request: TLS takes time to set up

  HttpFetcher(TransportOptions options, Body body, Credentials credentials) {
    this.options = options;
    this.body = body;
    this.credentials = credentials;
    this.proxies = new Proxies(options.environment());
  }

  FetchResult fetch(Fetch fetch, FetchListener listener) throws IOException {
    URI uri = fetch.uri();
    for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
      long from = fetch.resumes() ? sizeOf(fetch.target()) : 0;
      HttpResponseHead response = send(fetch, uri, from);
      Optional<URI> next = redirect(response, uri);
      if (next.isEmpty()) {
        return answer(fetch.from(uri), from, response, listener);
      }
      response.body().close();
      uri = next.get();
    }
    throw new TransportException(
        Outlook.WILL_STAY,
        "%s leads from one address to the next, more than %d times"
            .formatted(Addresses.shown(fetch.uri()), MOST_REDIRECTS));
  }

  private static long sizeOf(Path file) throws IOException {
    return Files.exists(file) ? Files.size(file) : 0;
  }

  private Map<String, String> headers(Fetch fetch, URI uri, long from) throws IOException {
    var headers = new LinkedHashMap<String, String>();
    headers.put("User-Agent", options.userAgent());
    if (from > 0) {
      headers.put("Range", "bytes=%d-".formatted(from));
    }
    if (!fetch.known().entityTag().isEmpty()) {
      headers.put("If-None-Match", fetch.known().entityTag());
    } else if (!fetch.known().lastModified().isEmpty()) {
      headers.put("If-Modified-Since", fetch.known().lastModified());
    }
    credentials
        .find(uri)
        .ifPresent(login -> headers.put("Authorization", basic(login.name(), login.password())));
    return headers;
  }

  private static String basic(String name, String password) {
    return "Basic "
        + Base64.getEncoder()
            .encodeToString((name + ":" + password).getBytes(StandardCharsets.UTF_8));
  }

  private static URI withoutUser(URI uri) {
    String user = uri.getRawUserInfo();
    return user == null ? uri : URI.create(uri.toString().replace(user + "@", ""));
  }

  /// Without TLS there is no HTTP/2 to negotiate, and the blocking client of the JDK takes a third
  /// of the time of the other, which hands each request from thread to thread.
  private HttpResponseHead send(Fetch fetch, URI uri, long from) throws IOException {
    Map<String, String> headers = headers(fetch, uri, from);
    URI address = withoutUser(uri);
    try {
      return "https".equalsIgnoreCase(uri.getScheme())
          ? sendByTls(address, headers)
          : sendPlainly(address, headers);
    } catch (SSLException e) {
      throw new TransportException(
          Outlook.WILL_STAY,
          "%s: no trusted connection: %s".formatted(Addresses.shown(uri), Addresses.reason(e)),
          e);
    } catch (IOException e) {
      if ("No credentials provided".equals(e.getMessage())) { // what the JDK says of 401
        throw unauthorized(uri);
      }
      throw new TransportException(
          Outlook.MAY_PASS,
          "%s cannot be reached%s: %s"
              .formatted(
                  Addresses.shown(uri),
                  proxies.find(uri).map(it -> " by the proxy " + Addresses.shown(it)).orElse(""),
                  Addresses.reason(e)),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TransportException(Outlook.WILL_STAY, Addresses.shown(uri) + ": interrupted", e);
    }
  }

  private HttpResponseHead sendByTls(URI uri, Map<String, String> headers)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(uri)
            .timeout(options.timeout())
            .version(HttpClient.Version.HTTP_2)
            .GET();
    headers.forEach(request::header);
    return HttpResponseHead.of(
        client().send(request.build(), HttpResponse.BodyHandlers.ofInputStream()));
  }

  private HttpResponseHead sendPlainly(URI uri, Map<String, String> headers) throws IOException {
    var connection = (HttpURLConnection) uri.toURL().openConnection(proxies.select(uri).getFirst());
    int timeout = (int) Math.min(options.timeout().toMillis(), Integer.MAX_VALUE);
    connection.setConnectTimeout(timeout);
    connection.setReadTimeout(timeout);
    connection.setInstanceFollowRedirects(false);
    connection.setUseCaches(false);
    headers.forEach(connection::setRequestProperty);
    proxies
        .find(uri)
        .flatMap(proxy -> proxies.authentication(String.valueOf(proxy.getHost())))
        .ifPresent(login ->
            connection.setRequestProperty(
                "Proxy-Authorization",
                basic(login.getUserName(), String.valueOf(login.getPassword()))));
    return HttpResponseHead.of(connection);
  }

  private static TransportException unauthorized(URI uri) {
    return new TransportException(
        Outlook.WILL_STAY,
        Addresses.shown(uri)
            + ": the server answered 401: it wants a name and password; write them to auth.conf,"
            + " see apt_auth.conf(5)");
  }

  private synchronized HttpClient client() throws IOException {
    if (client == null) {
      Optional<Path> usual =
          Optional.ofNullable(options.environment().get("SSL_CERT_FILE"))
              .filter(text -> !text.isEmpty())
              .map(Path::of);
      var builder =
          HttpClient.newBuilder()
              .executor(executor)
              .connectTimeout(options.timeout())
              .followRedirects(HttpClient.Redirect.NEVER)
              .proxy(proxies);
      if (proxies.haveCredentials()) {
        builder.authenticator(new ProxyLogin());
      }
      boolean plain = options.tls().equals(TransportOptions.Tls.DEFAULT) && usual.isEmpty();
      client =
          (plain ? builder : builder.sslContext(Certificates.context(options.tls(), usual)))
              .build();
    }
    return client;
  }

  /// Shows proxies the name and password of their variable.
  private final class ProxyLogin extends Authenticator {
    @Override
    protected @Nullable PasswordAuthentication getPasswordAuthentication() {
      return getRequestorType() == RequestorType.PROXY
          ? proxies.authentication(getRequestingHost()).orElse(null)
          : null;
    }
  }

  private static Optional<URI> redirect(HttpResponseHead response, URI uri) throws IOException {
    switch (response.status()) {
      case 301, 302, 303, 307, 308 -> {}
      default -> {
        return Optional.empty();
      }
    }
    String location = response.header("Location");
    URI next;
    try {
      next = uri.resolve(location);
    } catch (IllegalArgumentException e) {
      throw new TransportException(
          Outlook.WILL_STAY, Addresses.shown(uri) + " leads to an address that is none", e);
    }
    String scheme = String.valueOf(next.getScheme()).toLowerCase(Locale.ROOT);
    boolean safe =
        scheme.equals("https")
            || (scheme.equals("http") && "http".equalsIgnoreCase(uri.getScheme()));
    if (location.isEmpty() || !safe || next.getHost() == null) {
      throw new TransportException(
          Outlook.WILL_STAY,
          "%s leads to %s, which is not followed: from https only to https"
              .formatted(Addresses.shown(uri), location.isEmpty() ? "nowhere" : location));
    }
    return Optional.of(next);
  }

  private FetchResult answer(
      Fetch fetch, long from, HttpResponseHead response, FetchListener listener)
      throws IOException {
    InputStream in = response.body();
    int status = response.status();
    boolean rest = status == 206 && from > 0 && beginsAt(response, from);
    if (status == 200 || rest) {
      body.write(fetch, in, rest, response.lengthBytes(), listener);
      return new FetchResult.Whole(validators(response));
    }
    in.close();
    return answer(fetch, from, response);
  }

  /// Answers that bring no bytes of the file.
  private FetchResult answer(Fetch fetch, long from, HttpResponseHead response) throws IOException {
    String shown = Addresses.shown(fetch.uri());
    int status = response.status();
    return switch (status) {
      case 304 -> new FetchResult.Unchanged();
      case 403, 404, 410 ->
          new FetchResult.Absent("%s: the server answered %d".formatted(shown, status));
      case 206 -> {
        Files.deleteIfExists(fetch.target());
        throw new TransportException(
            Outlook.MAY_PASS, shown + ": the server sent another part than it was asked for");
      }
      case 416 -> {
        if (from > 0 && isWhole(response, from)) {
          yield new FetchResult.Whole(validators(response));
        }
        Files.deleteIfExists(fetch.target());
        throw new TransportException(
            Outlook.MAY_PASS, shown + ": what is here is longer than the file; it is fetched anew");
      }
      case 401 -> throw unauthorized(fetch.uri());
      case 408, 425, 429, 500, 502, 503, 504 ->
          throw new TransportException(
              "%s: the server answered %d".formatted(shown, status), retryAfter(response));
      default ->
          throw new TransportException(
              Outlook.WILL_STAY, "%s: the server answered %d".formatted(shown, status));
    };
  }

  private static boolean beginsAt(HttpResponseHead response, long from) {
    Matcher range = CONTENT_RANGE.matcher(response.header("Content-Range"));
    return range.matches() && Long.parseLong(range.group("from")) == from;
  }

  private static boolean isWhole(HttpResponseHead response, long size) {
    Matcher range = UNSATISFIED.matcher(response.header("Content-Range"));
    return range.matches() && Long.parseLong(range.group("all")) == size;
  }

  private static Validators validators(HttpResponseHead response) {
    return Validators.of(
        response.header("ETag"), response.header("Last-Modified"), response.header("Date"));
  }

  private static Duration retryAfter(HttpResponseHead response) {
    String text = response.header("Retry-After");
    if (!text.matches("[0-9]{1,9}")) {
      return Duration.ZERO;
    }
    Duration asked = Duration.ofSeconds(Long.parseLong(text));
    return asked.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : asked;
  }

  @Override
  public void close() {
    HttpClient open;
    synchronized (this) {
      open = client;
    }
    if (open != null) {
      open.shutdownNow();
    }
    executor.shutdownNow();
  }
}
