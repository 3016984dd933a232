package org.entrepot.server.api.gpg;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import org.entrepot.server.api.route.RefusedException;

/// Asks a key server for keys (HKP, draft-gallagher-openpgp-hkp).
final class KeyServer {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int MOST_BYTES = 16 * 1024 * 1024;
  private static final int HKP_PORT = 11371;

  private final URI base;

  private KeyServer(URI base) {
    this.base = base;
  }

  /// The server of an address as gpg takes it: `hkp://`, `hkps://`, `http://`, `https://` or only a
  /// host.
  static KeyServer of(String address) {
    try {
      URI given = URI.create(address.contains("://") ? address : "hkp://" + address);
      String scheme = String.valueOf(given.getScheme()).toLowerCase(Locale.ROOT);
      String host = given.getHost();
      if (host != null) {
        int port = given.getPort();
        switch (scheme) {
          case "hkp" -> {
            return new KeyServer(at("http", host, port < 0 ? HKP_PORT : port));
          }
          case "hkps", "https" -> {
            return new KeyServer(at("https", host, port));
          }
          case "http" -> {
            return new KeyServer(at("http", host, port));
          }
          default -> {} // refused below
        }
      }
    } catch (IllegalArgumentException _) {
      // refused below
    }
    throw RefusedException.badRequest("\"%s\" is no key server".formatted(address));
  }

  private static URI at(String scheme, String host, int port) {
    return URI.create(scheme + "://" + host + (port < 0 ? "" : ":" + port) + "/");
  }

  /// The armored key of an id or fingerprint.
  byte[] key(String id) throws IOException {
    String digits = id.startsWith("0x") ? id.substring(2) : id;
    if (!digits.matches("[0-9A-Fa-f]{8,64}")) {
      throw RefusedException.badRequest("\"%s\" is no id of a key".formatted(id));
    }
    var request =
        HttpRequest.newBuilder(
                base.resolve("/pks/lookup?op=get&options=mr&exact=on&search=0x" + digits))
            .timeout(PATIENCE)
            .build();
    try (var client =
            HttpClient.newBuilder()
                .connectTimeout(PATIENCE)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        InputStream body = open(client, request, id)) {
      return body.readNBytes(MOST_BYTES);
    }
  }

  private InputStream open(HttpClient client, HttpRequest request, String id) throws IOException {
    try {
      HttpResponse<InputStream> response =
          client.send(request, HttpResponse.BodyHandlers.ofInputStream());
      if (response.statusCode() != 200) {
        response.body().close();
        throw RefusedException.badRequest(
            "the key server %s has no key %s: it answered %d"
                .formatted(base, id, response.statusCode()));
      }
      return response.body();
    } catch (IOException e) {
      throw RefusedException.badRequest(
          "the key server %s cannot be asked: %s".formatted(base, e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw RefusedException.badRequest("asking the key server was interrupted");
    }
  }
}
