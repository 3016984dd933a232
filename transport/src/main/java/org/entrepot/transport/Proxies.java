package org.entrepot.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Chooses the proxy of an address by the variables that all programs know: `http_proxy`,
/// `https_proxy`, `all_proxy` and `no_proxy`, in small letters first. Safe for any thread.
final class Proxies extends ProxySelector {
  private final Map<String, String> environment;
  private final List<String> exceptions;

  Proxies(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
    this.exceptions =
        Arrays.stream(value("no_proxy").split(",", -1))
            .map(text -> text.strip().toLowerCase(Locale.ROOT))
            .filter(text -> !text.isEmpty())
            .toList();
  }

  private String value(String name) {
    String small = environment.getOrDefault(name, "");
    return small.isEmpty() ? environment.getOrDefault(name.toUpperCase(Locale.ROOT), "") : small;
  }

  /// The proxy for an address.
  ///
  /// @throws IllegalArgumentException for a variable that is no URL of a proxy
  Optional<URI> find(URI uri) {
    String host = String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT);
    if (exceptions.stream().anyMatch(it -> isExcepted(it, host, uri.getPort()))) {
      return Optional.empty();
    }
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    String text = value(scheme + "_proxy");
    if (text.isEmpty()) {
      text = value("all_proxy");
    }
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      var proxy = new URI(text.contains("://") ? text : "http://" + text);
      if (proxy.getHost() == null) {
        throw new IllegalArgumentException(
            "%s_proxy does not name a host: http://HOST:PORT/ is expected".formatted(scheme));
      }
      return Optional.of(proxy);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(
          "%s_proxy is no URL: http://HOST:PORT/ is expected".formatted(scheme), e);
    }
  }

  private static boolean isExcepted(String exception, String host, int port) {
    if (exception.equals("*")) {
      return true;
    }
    String name = exception;
    int colon = name.lastIndexOf(':');
    if (colon > 0 && name.indexOf(':') == colon) {
      if (!name.substring(colon + 1).equals(Integer.toString(port))) {
        return false;
      }
      name = name.substring(0, colon);
    }
    String suffix = name.startsWith(".") ? name : "." + name;
    return host.equals(name) || host.endsWith(suffix);
  }

  @Override
  public List<Proxy> select(URI uri) {
    return find(uri)
        .map(proxy ->
            List.of(
                new Proxy(
                    Proxy.Type.HTTP,
                    new InetSocketAddress(
                        proxy.getHost(), proxy.getPort() < 0 ? 3128 : proxy.getPort()))))
        .orElse(List.of(Proxy.NO_PROXY));
  }

  @Override
  public void connectFailed(URI uri, SocketAddress address, IOException failure) {}

  /// Whether a variable holds the name of a user.
  boolean haveCredentials() {
    return value("http_proxy").contains("@") || value("https_proxy").contains("@");
  }

  /// Name and password of a proxy, if a variable holds them.
  Optional<PasswordAuthentication> authentication(String host) {
    for (String scheme : List.of("http", "https")) {
      String text = value(scheme + "_proxy");
      if (text.isEmpty()) {
        continue;
      }
      URI proxy = URI.create(text.contains("://") ? text : "http://" + text);
      String user = proxy.getRawUserInfo();
      if (user != null && host.equals(proxy.getHost())) {
        int colon = user.indexOf(':');
        String name = colon < 0 ? user : user.substring(0, colon);
        String password = colon < 0 ? "" : user.substring(colon + 1);
        return Optional.of(
            new PasswordAuthentication(decoded(name), decoded(password).toCharArray()));
      }
    }
    return Optional.empty();
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2b"), StandardCharsets.UTF_8);
  }
}
