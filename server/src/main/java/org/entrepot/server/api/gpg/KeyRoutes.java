package org.entrepot.server.api.gpg;

import static org.entrepot.server.api.route.Method.DELETE;
import static org.entrepot.server.api.route.Method.GET;
import static org.entrepot.server.api.route.Method.POST;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.entrepot.catalog.access.AuditEvent;
import org.entrepot.catalog.access.AuditOutcome;
import org.entrepot.domain.access.Scope;
import org.entrepot.openpgp.OpenPgpException;
import org.entrepot.openpgp.key.ImportResult;
import org.entrepot.openpgp.key.KeyDescription;
import org.entrepot.openpgp.key.KeyStore;
import org.entrepot.openpgp.key.Keyring;
import org.entrepot.server.api.body.Required;
import org.entrepot.server.api.route.Answer;
import org.entrepot.server.api.route.Call;
import org.entrepot.server.api.route.QueryParameter;
import org.entrepot.server.api.route.RefusedException;
import org.entrepot.server.api.route.Route;
import org.entrepot.server.api.route.SafeNames;
import org.entrepot.service.Entrepot;

/// `/api/gpg/…`: the keys that others sign with (spec rest-api 12). Only public keys: those that
/// this store signs with are of `entrepot key`.
public final class KeyRoutes {
  private static final QueryParameter KEYRING =
      QueryParameter.text("keyring", "name of the keyring; empty for trustedkeys.gpg");

  private final Entrepot store;
  private final Keyrings keyrings;

  public KeyRoutes(Entrepot store, Keyrings keyrings) {
    this.store = store;
    this.keyrings = keyrings;
  }

  /// Keys to be added: armored, or to be got from a server.
  record Addition(String keyring, String gpgKeyArmor, String keyserver, String gpgKeyID) {}

  /// A key to be removed.
  record Removal(String keyring, @Required String gpgKeyID) {}

  /// A key, in the words of gpg.
  record KeyShape(
      String keyID, String fingerprint, String validity, List<String> userIDs, String createdAt) {
    static KeyShape of(KeyDescription key) {
      return new KeyShape(
          key.fingerprint().keyId(),
          key.fingerprint().hex(),
          key.revoked() ? "r" : "-",
          key.userIds(),
          Long.toString(key.createdAt().getEpochSecond()));
    }
  }

  /// The keys of a keyring.
  record KeysShape(List<KeyShape> keys) {}

  /// The routes.
  public List<Route<?>> routes() {
    return List.of(
        Route.of(GET, "/api/gpg/keys", Scope.READ)
            .says("List the keys of a keyring")
            .query(KEYRING)
            .answers(200, KeysShape.class)
            .does(call -> Answer.ok(list(call.text(KEYRING)))),
        Route.of(POST, "/api/gpg/key", Scope.ADMIN)
            .says("Add public keys to a keyring, as they are or from a key server")
            .answers(200, String.class)
            .does(Addition.class, this::add),
        Route.of(DELETE, "/api/gpg/key", Scope.ADMIN)
            .says("Remove a key from a keyring")
            .answers(200, String.class)
            .does(Removal.class, this::remove));
  }

  private KeysShape list(String name) {
    try {
      return new KeysShape(
          keyrings.find(SafeNames.strip(name)).stream()
              .flatMap(keyring -> keyring.list().stream())
              .map(KeyShape::of)
              .toList());
    } catch (OpenPgpException e) {
      throw RefusedException.badRequest(String.valueOf(e.getMessage()));
    }
  }

  private KeyStore keyring(String name) {
    return keyrings.of(SafeNames.strip(name));
  }

  /// Failures of gpg are a bare string for clients.
  private Answer add(Call call, Addition addition) throws IOException {
    var said = new ArrayList<String>();
    try {
      KeyStore keyring = keyring(addition.keyring());
      if (!addition.gpgKeyArmor().isBlank()) {
        byte[] armor = addition.gpgKeyArmor().getBytes(StandardCharsets.UTF_8);
        said.addAll(imported(keyring.importPublicKeys(armor, "GpgKeyArmor")));
      }
      if (!addition.keyserver().isBlank()) {
        var server = KeyServer.of(addition.keyserver().strip());
        for (String id : addition.gpgKeyID().strip().split("\\s+", -1)) {
          said.addAll(imported(keyring.importPublicKeys(wanted(server, id), "key " + id)));
        }
      }
    } catch (OpenPgpException e) {
      return new Answer.Json(400, String.valueOf(e.getMessage()));
    } catch (RefusedException e) {
      return new Answer.Json(e.status(), String.valueOf(e.getMessage()));
    }
    if (said.isEmpty()) {
      return new Answer.Json(
          400, "there is nothing to do: send GpgKeyArmor, or Keyserver with GpgKeyID");
    }
    note(call, "AddKeys", "Add keys: " + String.join("; ", said));
    return Answer.ok(String.join("\n", said) + "\n");
  }

  /// A key server may send anything: only the key that was asked for counts.
  private static byte[] wanted(KeyServer server, String id) throws IOException {
    byte[] armor = server.key(id);
    String digits = id.replaceFirst("^0x", "").toUpperCase(Locale.ROOT);
    boolean right =
        Keyring.parse(armor, "key " + id).certificates().stream()
            .allMatch(key ->
                key.fingerprint().hex().endsWith(digits)
                    || key.components().stream()
                        .anyMatch(part -> part.fingerprint().hex().endsWith(digits)));
    if (!right) {
      throw RefusedException.badRequest("the key server sent another key than " + id);
    }
    return armor;
  }

  private static List<String> imported(List<ImportResult> results) {
    return results.stream()
        .map(result -> {
          String title = result.key().title();
          return switch (result) {
            case ImportResult.Added _ -> "imported " + title;
            case ImportResult.Updated _ -> "brought up to date " + title;
            case ImportResult.Unchanged _ -> "unchanged " + title;
          };
        })
        .toList();
  }

  private Answer remove(Call call, Removal removal) {
    if (removal.gpgKeyID().isBlank()) {
      throw RefusedException.badRequest("GpgKeyID is required");
    }
    var removed = new ArrayList<String>();
    try {
      KeyStore keyring = keyring(removal.keyring());
      for (String id : removal.gpgKeyID().strip().split("\\s+", -1)) {
        removed.add("removed " + keyring.delete(id).title());
      }
    } catch (OpenPgpException e) {
      throw RefusedException.badRequest(String.valueOf(e.getMessage()));
    }
    note(call, "RemoveKeys", "Remove keys: " + String.join("; ", removed));
    return Answer.ok(String.join("\n", removed) + "\n");
  }

  private void note(Call call, String action, String title) {
    store.audit(new AuditEvent(call.caller().actor(), action, title, AuditOutcome.SUCCEEDED, ""));
  }
}
