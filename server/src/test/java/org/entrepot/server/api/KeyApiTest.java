package org.entrepot.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.entrepot.openpgp.key.KeyAlgorithm;
import org.entrepot.openpgp.key.KeyDescription;
import org.entrepot.openpgp.key.KeyEncoding;
import org.entrepot.openpgp.key.KeyRequest;
import org.entrepot.openpgp.key.KeyStore;
import org.entrepot.openpgp.key.Keyring;
import org.entrepot.openpgp.key.PassphraseSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// `/api/gpg/…` with real keys and a key server of this machine.
@Timeout(60)
class KeyApiTest {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  @TempDir Path directory;

  private KeyStore keys() {
    return KeyStore.open(directory.resolve("own"), Clock.systemUTC());
  }

  private static KeyDescription make(KeyStore keys, String name) {
    return keys.generate(
        KeyRequest.of(KeyAlgorithm.ED25519, name + " <" + name + "@example.org>"),
        PassphraseSource.none(),
        new SecureRandom());
  }

  private static String armored(KeyStore keys, KeyDescription key) {
    return new String(
        keys.exportPublic(key.fingerprint().hex(), KeyEncoding.ARMORED), StandardCharsets.US_ASCII);
  }

  private static Api.Reply json(Api api, String method, String path, Map<String, String> body) {
    return api.body(method, path, "application/json", MAPPER.writeValueAsString(body));
  }

  /// Whoever looks finds the key or none, never half a keyring.
  @Test
  void keysComeAndGoWhileOthersLook() throws Exception {
    KeyStore own = keys();
    KeyDescription key = make(own, "alice");
    Map<String, String> addition = Map.of("GpgKeyArmor", armored(own, key), "Keyring", "k");
    Map<String, String> removal = Map.of("GpgKeyID", key.fingerprint().hex(), "Keyring", "k");
    try (var api = new Api(directory.resolve("root"));
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var replies = new ArrayList<Future<Api.Reply>>();
      for (int i = 0; i < 60; i++) {
        int number = i;
        replies.add(
            threads.submit(() ->
                switch (number % 3) {
                  case 0 -> json(api, "POST", "/api/gpg/key", addition).expect(200);
                  case 1 -> json(api, "DELETE", "/api/gpg/key", removal);
                  default -> api.get("/api/gpg/keys?keyring=k").expect(200);
                }));
      }
      for (Future<Api.Reply> reply : replies) {
        assertThat(reply.get().status()).as(reply.get().body()).isIn(200, 400);
      }
    }
  }

  @Test
  void aDamagedKeyringIsTold() throws Exception {
    Path keyring = Files.createDirectories(directory.resolve("root/keyrings/k"));
    Files.writeString(keyring.resolve("ABCD.pub.asc"), "no key");
    try (var api = new Api(directory.resolve("root"))) {
      assertThat(api.get("/api/gpg/keys?keyring=k").expect(400).error())
          .contains("ABCD.pub.asc is no OpenPGP key");
    }
  }

  @Test
  void keysComeAreListedAndGo() throws Exception {
    KeyStore own = keys();
    KeyDescription key = make(own, "alice");
    try (var api = new Api(directory.resolve("root"))) {
      assertThat(api.get("/api/gpg/keys").expect(200).body()).isEqualTo("{\"Keys\":[]}");
      assertThat(
              json(api, "POST", "/api/gpg/key", Map.of("GpgKeyArmor", armored(own, key)))
                  .expect(200)
                  .json()
                  .asString())
          .contains("alice");
      var listed = api.get("/api/gpg/keys?keyring=trustedkeys.gpg").json().get("Keys").get(0);
      assertThat(listed.get("KeyID").asString()).isEqualTo(key.fingerprint().keyId());
      assertThat(listed.get("Fingerprint").asString()).isEqualTo(key.fingerprint().hex());
      assertThat(listed.get("Validity").asString()).isEqualTo("-");
      assertThat(listed.get("UserIDs").get(0).asString()).isEqualTo("alice <alice@example.org>");
      assertThat(listed.get("CreatedAt").asString())
          .isEqualTo(Long.toString(key.createdAt().getEpochSecond()));

      // Where mirrors look for keys.
      assertThat(
              Keyring.read(List.of(directory.resolve("root/keyrings/trustedkeys.gpg")))
                  .certificates())
          .hasSize(1);

      // A path is only a name, the same with and without its first slash.
      String secret =
          new String(
              own.exportSecret(key.fingerprint().hex(), KeyEncoding.ARMORED),
              StandardCharsets.US_ASCII);
      json(api, "POST", "/api/gpg/key", Map.of("GpgKeyArmor", secret, "Keyring", "/tmp/other.gpg"))
          .expect(200);
      assertThat(api.get("/api/gpg/keys?keyring=/tmp/other.gpg").json().get("Keys")).hasSize(1);
      assertThat(Path.of("/tmp/other.gpg")).doesNotExist();
      try (var files = Files.walk(directory.resolve("root/keyrings"))) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          assertThat(Files.readString(file)).doesNotContain("PRIVATE KEY");
        }
      }

      String id = key.fingerprint().keyId();
      json(api, "DELETE", "/api/gpg/key", Map.of("GpgKeyID", id)).expect(200);
      assertThat(api.get("/api/gpg/keys").json().get("Keys")).isEmpty();
      assertThat(json(api, "DELETE", "/api/gpg/key", Map.of("GpgKeyID", id)).expect(400).error())
          .contains(id);
      assertThat(json(api, "DELETE", "/api/gpg/key", Map.of("GpgKeyID", "  ")).expect(400).error())
          .isEqualTo("GpgKeyID is required");
    }
  }

  @Test
  void whatIsNoKeyIsRefusedWithOneSentence() {
    try (var api = new Api(directory.resolve("root"))) {
      for (Map<String, String> body :
          List.of(
              Map.<String, String>of(),
              Map.of("GpgKeyArmor", "no key"),
              Map.of("Keyserver", "ftp://x", "GpgKeyID", "1234567890ABCDEF"),
              Map.of("Keyserver", "http://127.0.0.1:1", "GpgKeyID", "1234567890ABCDEF"),
              Map.of("Keyserver", "http://127.0.0.1:1", "GpgKeyID", "not&hex"))) {
        var reply = json(api, "POST", "/api/gpg/key", body).expect(400);
        assertThat(reply.json().isString()).as(reply.body()).isTrue();
      }
    }
  }

  @Test
  void keysComeFromAKeyServerAndOnlyThoseThatWereAskedFor() throws Exception {
    KeyStore own = keys();
    KeyDescription alice = make(own, "alice");
    KeyDescription mallory = make(own, "mallory");
    var answers = new ConcurrentHashMap<String, String>();
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/pks/lookup",
        exchange -> {
          String query = exchange.getRequestURI().getQuery();
          String found = answers.get(query.substring(query.indexOf("search=0x") + 9));
          byte[] body = String.valueOf(found).getBytes(StandardCharsets.US_ASCII);
          exchange.sendResponseHeaders(found == null ? 404 : 200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    try (var api = new Api(directory.resolve("root"))) {
      String address = "hkp://127.0.0.1:" + server.getAddress().getPort();
      String id = alice.fingerprint().keyId();
      Map<String, String> body = Map.of("Keyserver", address, "GpgKeyID", id);
      json(api, "POST", "/api/gpg/key", body).expect(400);
      answers.put(id, armored(own, mallory));
      assertThat(json(api, "POST", "/api/gpg/key", body).expect(400).body())
          .contains("another key");
      assertThat(api.get("/api/gpg/keys").json().get("Keys")).isEmpty();
      answers.put(id, armored(own, alice));
      json(api, "POST", "/api/gpg/key", body).expect(200);
      assertThat(api.get("/api/gpg/keys").json().get("Keys")).hasSize(1);
    } finally {
      server.stop(0);
    }
  }
}
