package org.entrepot.cli.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.entrepot.cli.grammar.Flag;
import org.entrepot.cli.grammar.FlagValues;
import org.entrepot.cli.grammar.Invocation;
import org.entrepot.cli.grammar.Positionals;
import org.entrepot.cli.output.JsonWriter;
import org.entrepot.cli.output.Output;
import org.entrepot.openpgp.key.ImportResult;
import org.entrepot.openpgp.key.KeyAlgorithm;
import org.entrepot.openpgp.key.KeyDescription;
import org.entrepot.openpgp.key.KeyEncoding;
import org.entrepot.openpgp.key.KeyRequest;
import org.entrepot.openpgp.key.PassphraseSource;
import org.entrepot.service.ErrorCode;
import org.entrepot.service.RepositoryException;
import org.entrepot.service.task.Failures;

/// `key …`: the keys of the store, in its directory `keys`.
final class KeyCommands {
  private static final Flag ALGORITHM =
      Flag.text("algorithm", "ed25519", "ed25519, rsa3072 or rsa4096");
  private static final Flag EXPIRES =
      Flag.text("expires", "", "days after which the key expires; empty: never");
  private static final Flag PASSPHRASE_FILE =
      Flag.text("passphrase-file", "", "file that holds the passphrase of the key");
  private static final Flag PROTECT = Flag.onOff("protect", "ask for a passphrase for the new key");
  private static final Flag SECRET =
      Flag.onOff("secret", "export the secret key, protected as it is stored");
  private static final Flag BINARY = Flag.onOff("binary", "packets instead of ASCII armor");
  private static final Flag OUTPUT =
      Flag.text("output", "", "file to write; empty: standard output");

  private KeyCommands() {}

  static List<Command> all() {
    return List.of(
        Command.of("key", "generate")
            .purpose("make a signing key")
            .takes(Positionals.exactly(1, "<user id>"))
            .flags(ALGORITHM, EXPIRES, PASSPHRASE_FILE, PROTECT, GlobalFlags.JSON)
            .describes(
                "Makes a key in the store. Where neither -gpg-key nor gpgKeys of the configuration"
                    + " names one, the oldest key signs.")
            .examples("key generate \"My archive <archive@example.org>\"")
            .failsWith("unable to generate the key", KeyCommands::generate),
        Command.of("key", "import")
            .purpose("import keys from a file")
            .takes(Positionals.exactly(1, "<file>|-"))
            .flags(GlobalFlags.JSON)
            .describes(
                "Takes secret and public keys, armored or binary, also those of `gpg"
                    + " --export-secret-keys`.")
            .examples("key import secret.asc")
            .failsWith("unable to import", KeyCommands::importKeys),
        Command.of("key", "export")
            .purpose("export a key")
            .takes(Positionals.between(0, 1, "[<key>]"))
            .flags(SECRET, BINARY, OUTPUT, GlobalFlags.JSON)
            .describes(
                "Without a name the only key. Clients put the public key into /etc/apt/keyrings and"
                    + " name it with signed-by.")
            .examples("key export > /etc/apt/keyrings/mine.asc")
            .failsWith("unable to export", KeyCommands::export),
        Command.of("key", "list")
            .purpose("list keys")
            .flags(GlobalFlags.JSON)
            .describes("The keys of the store, with fingerprints.")
            .examples("key list")
            .failsWith("unable to list", KeyCommands::list),
        Command.of("key", "delete")
            .purpose("delete a key")
            .takes(Positionals.exactly(1, "<key>"))
            .flags(GlobalFlags.JSON)
            .describes("For ever: export its secret half first if it may be needed again.")
            .examples("key delete 0123456789ABCDEF")
            .failsWith("unable to delete", KeyCommands::delete));
  }

  private static int generate(Invocation invocation, Session session) {
    FlagValues flags = invocation.flags();
    var request =
        new KeyRequest(
            algorithm(flags.text(ALGORITHM)),
            invocation.positional(0),
            Optional.of(flags.text(EXPIRES)).filter(t -> !t.isEmpty()).map(KeyCommands::days));
    session.store(); // before the change, so that it cannot be missing from the audit log
    KeyDescription key =
        session.keys().generate(request, protection(flags, session), new SecureRandom());
    session.audit("GenerateKey", "Generate key " + key.title());
    show(List.of(key), invocation, session);
    return CommandHandler.OK;
  }

  private static KeyAlgorithm algorithm(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "ed25519" -> KeyAlgorithm.ED25519;
      case "rsa", "rsa3072" -> KeyAlgorithm.RSA_3072;
      case "rsa4096" -> KeyAlgorithm.RSA_4096;
      default ->
          throw new RepositoryException(
              ErrorCode.INVALID_REQUEST,
              "-algorithm=%s is none of ed25519, rsa3072, rsa4096".formatted(name));
    };
  }

  private static Duration days(String text) {
    if (!text.matches("[1-9][0-9]{0,4}")) {
      throw new RepositoryException(
          ErrorCode.INVALID_REQUEST, "-expires=%s is not a number of days".formatted(text));
    }
    return Duration.ofDays(Long.parseLong(text));
  }

  private static PassphraseSource protection(FlagValues flags, Session session) {
    String file = flags.text(PASSPHRASE_FILE);
    if (!file.isEmpty()) {
      return PassphraseSource.fromFile(Path.of(file));
    }
    if (!flags.isOn(PROTECT)) {
      return PassphraseSource.none();
    }
    char[] first = ask(session, "Passphrase for the new key: ");
    char[] second = ask(session, "The same again: ");
    boolean same = Arrays.equals(first, second);
    Arrays.fill(second, ' ');
    if (!same || first.length == 0) {
      throw new RepositoryException(
          ErrorCode.INVALID_REQUEST, "the two passphrases are empty or differ; no key was made");
    }
    return PassphraseSource.of(first);
  }

  private static char[] ask(Session session, String question) {
    return session
        .askPassphrase(question)
        .orElseThrow(() ->
            new RepositoryException(
                ErrorCode.INVALID_REQUEST,
                "there is no terminal to ask for a passphrase; use -passphrase-file"));
  }

  private static int importKeys(Invocation invocation, Session session) {
    String file = invocation.positional(0);
    byte[] bytes = file.equals("-") ? session.standardInput() : read(file);
    session.store();
    List<ImportResult> results = session.keys().importKeys(bytes, file);
    results.forEach(r -> session.audit("ImportKey", "Import key " + r.key().title()));
    show(results.stream().map(ImportResult::key).toList(), invocation, session);
    return CommandHandler.OK;
  }

  private static byte[] read(String file) {
    try {
      return Files.readAllBytes(Path.of(file));
    } catch (IOException e) {
      throw new RepositoryException(ErrorCode.FILE_NOT_FOUND, Failures.describe(e, file), e);
    }
  }

  private static int export(Invocation invocation, Session session) {
    FlagValues flags = invocation.flags();
    String name = invocation.positionalsFrom(0).stream().findFirst().orElseGet(() -> only(session));
    KeyEncoding encoding =
        flags.isOn(BINARY) && !flags.isOn(GlobalFlags.JSON)
            ? KeyEncoding.BINARY
            : KeyEncoding.ARMORED;
    byte[] bytes =
        flags.isOn(SECRET)
            ? session.keys().exportSecret(name, encoding)
            : session.keys().exportPublic(name, encoding);
    String file = flags.text(OUTPUT);
    if (!file.isEmpty()) {
      write(Path.of(file), bytes, flags.isOn(SECRET));
      return CommandHandler.OK;
    }
    if (flags.isOn(GlobalFlags.JSON)) {
      KeyDescription key = session.keys().find(name).orElseThrow();
      session
          .output()
          .text(
              JsonWriter.pretty()
                  .beginObject()
                  .member("Fingerprint", key.fingerprint().toString())
                  .member("Armored", new String(bytes, StandardCharsets.US_ASCII))
                  .endObject()
                  .finish());
      return CommandHandler.OK;
    }
    if (encoding == KeyEncoding.BINARY) {
      throw new RepositoryException(
          ErrorCode.INVALID_REQUEST, "-binary needs -output=FILE: terminals show no packets");
    }
    session.output().text(new String(bytes, StandardCharsets.US_ASCII));
    return CommandHandler.OK;
  }

  private static void write(Path file, byte[] bytes, boolean secret) {
    try {
      if (secret) {
        Files.deleteIfExists(file);
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      }
      Files.write(file, bytes);
    } catch (IOException e) {
      throw new RepositoryException(
          ErrorCode.STORAGE_FAILED, "cannot write: " + Failures.describe(e), e);
    }
  }

  private static String only(Session session) {
    List<KeyDescription> keys = session.keys().list();
    if (keys.size() != 1) {
      throw new RepositoryException(
          ErrorCode.KEY_NOT_FOUND,
          keys.isEmpty()
              ? "there is no key yet; make one with: entrepot key generate"
              : "there are %d keys: name one of them, see entrepot key list"
                  .formatted(keys.size()));
    }
    return keys.getFirst().fingerprint().toString();
  }

  private static int list(Invocation invocation, Session session) {
    List<KeyDescription> keys = session.keys().list();
    if (keys.isEmpty() && !invocation.flags().isOn(GlobalFlags.JSON)) {
      session
          .output()
          .line("No keys found, make one with `entrepot key generate \"Name <mail address>\"`.");
      return CommandHandler.OK;
    }
    show(keys, invocation, session);
    return CommandHandler.OK;
  }

  private static int delete(Invocation invocation, Session session) {
    session.store();
    KeyDescription key = session.keys().delete(invocation.positional(0));
    session.audit("DeleteKey", "Delete key " + key.title());
    return RepositoryCommands.done(
        invocation, session, "Key %s has been deleted.".formatted(key.title()));
  }

  private static void show(List<KeyDescription> keys, Invocation invocation, Session session) {
    Output output = session.output();
    if (invocation.flags().isOn(GlobalFlags.JSON)) {
      JsonWriter json = JsonWriter.pretty().beginArray();
      for (KeyDescription key : keys) {
        json.beginObject()
            .member("Fingerprint", key.fingerprint().toString())
            .member("Algorithm", key.algorithm())
            .member("UserIDs", key.userIds())
            .member("CreatedAt", key.createdAt());
        key.expiresAt().ifPresent(at -> json.member("ExpiresAt", at));
        json.member("Secret", key.secret().name().toLowerCase(Locale.ROOT)).endObject();
      }
      output.text(json.endArray().finish());
      return;
    }
    for (KeyDescription key : keys) {
      output.line("%s  %s  %s".formatted(key.fingerprint(), key.algorithm(), secret(key)));
      key.userIds().forEach(id -> output.line("    " + id));
      key.expiresAt().ifPresent(at -> output.line("    expires " + Shapes.time(at)));
    }
  }

  private static String secret(KeyDescription key) {
    return switch (key.secret()) {
      case ABSENT -> "public half only";
      case OPEN -> "can sign";
      case PROTECTED -> "can sign, asks for its passphrase";
    };
  }
}
