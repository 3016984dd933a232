package org.entrepot.openpgp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.entrepot.testkit.Tool;

/// A GnuPG home of its own for one test, and the real gpg and gpgv. Closing it stops its agent.
public final class GnuPg implements AutoCloseable {
  private final Path home;

  private GnuPg(Path home) {
    this.home = home;
  }

  /// A new home below this directory, which must have a short path: sockets live in it.
  public static GnuPg in(Path directory) {
    try {
      Path home = Files.createDirectory(directory.resolve("g"));
      Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
      return new GnuPg(home);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// GNUPGHOME.
  public Path home() {
    return home;
  }

  /// gpg in this home, without a terminal and passphrase.
  public Tool.Outcome gpg(Object... arguments) {
    return gpgWith("", arguments);
  }

  /// gpg in this home, which gets this passphrase.
  public Tool.Outcome gpgWith(String passphrase, Object... arguments) {
    var all = new ArrayList<Object>(List.of("--batch", "--no-tty", "--display-charset", "utf-8"));
    all.addAll(List.of("--pinentry-mode", "loopback", "--passphrase-fd", "0"));
    all.addAll(List.of(arguments));
    return Tool.of("gpg")
        .with("GNUPGHOME", home.toString())
        .reading((passphrase + "\n").getBytes(StandardCharsets.UTF_8))
        .run(all.toArray());
  }

  /// Makes a key with a passphrase ("" for none); returns its fingerprint.
  public String generate(String userId, String algorithm, String passphrase, String expiry) {
    gpgWith(passphrase, "--quick-generate-key", userId, algorithm, "default", expiry)
        .requireSuccess();
    return gpg("--with-colons", "--list-keys", "=" + userId)
        .requireSuccess()
        .stdoutText()
        .lines()
        .filter(line -> line.startsWith("fpr:"))
        .findFirst()
        .orElseThrow()
        .split(":", -1)[9];
  }

  /// gpgv of a clear-signed or detached signature with this binary keyring.
  public static Tool.Outcome gpgv(Path keyring, Object... files) {
    var all = new ArrayList<Object>(List.of("--status-fd", "1", "--keyring", keyring));
    all.addAll(List.of(files));
    return Tool.of("gpgv").run(all.toArray());
  }

  @Override
  public void close() {
    Tool.of("gpgconf").with("GNUPGHOME", home.toString()).run("--kill", "all");
  }
}
