package org.entrepot.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.entrepot.testkit.DebBuilder;
import org.entrepot.testkit.Tool;

/// Archives made by programs that nobody here wrote, signed by gpg.
final class Upstream {
  private final Path home;
  private final Path gnupg;

  Upstream(Path home) throws IOException {
    this.home = Files.createDirectories(home);
    // A socket of gpg-agent lies in it: its path must be short.
    this.gnupg = Files.createTempDirectory("gpg");
    gpg(
        "--batch",
        "--passphrase",
        "",
        "--quick-generate-key",
        "Up <up@example.org>",
        "ed25519",
        "sign",
        "never");
    gpg("--batch", "--yes", "-o", keyring(), "--export");
  }

  Tool tool(String name) {
    return Tool.of(name).with("GNUPGHOME", gnupg.toString()).in(home);
  }

  void gpg(Object... arguments) {
    tool("gpg").run(arguments).requireSuccess();
  }

  /// The public key, in binary.
  Path keyring() {
    return home.resolve("up.gpg");
  }

  Path path(String relative) {
    return home.resolve(relative);
  }

  /// Ends the agent that gpg started.
  void stop() {
    tool("gpgconf").run("--kill", "gpg-agent");
  }

  /// Packages app, libup (in two versions for the newest only), data, and a few more.
  Path packages() throws IOException {
    Path folder = Files.createDirectories(home.resolve("debs"));
    DebBuilder.of("app", "1.0", "amd64")
        .field("Section", "misc")
        .field("Priority", "optional")
        .field("Depends", "libup (>= 1.0), data")
        .file("./usr/bin/app", "x".repeat(3000))
        .writeTo(folder);
    DebBuilder.of("libup", "1:2.0+dfsg-1", "amd64")
        .field("Section", "libs")
        .field("Priority", "optional")
        .file("./usr/lib/lib", "y".repeat(2000))
        .writeTo(folder);
    DebBuilder.of("libup", "1:2.0+dfsg-1", "i386")
        .field("Section", "libs")
        .field("Priority", "optional")
        .file("./usr/lib/lib", "z".repeat(2000))
        .writeTo(folder);
    DebBuilder.of("data", "3", "all")
        .field("Section", "misc")
        .field("Priority", "optional")
        .file("./usr/share/data", "d")
        .writeTo(folder);
    return folder;
  }

  /// Adds a package to the folder.
  Path deb(Path folder, String name, String version, int sizeBytes) throws IOException {
    var body = new byte[sizeBytes];
    new Random(name.hashCode() * 31L + version.hashCode()).nextBytes(body);
    return DebBuilder.of(name, version, "amd64")
        .field("Section", "misc")
        .field("Priority", "optional")
        .file("./usr/share/" + name, body)
        .writeTo(folder);
  }

  /// An archive of reprepro: InRelease and Release.gpg.
  Path reprepro(Path folder) throws IOException {
    Path base = home.resolve("reprepro");
    Files.createDirectories(base.resolve("conf"));
    Files.writeString(
        base.resolve("conf/distributions"),
        """
        Origin: Up
        Label: Up
        Suite: stable
        Codename: trixie
        Architectures: amd64 i386 source
        Components: main
        SignWith: yes
        Description: an archive of reprepro
        """);
    tool("reprepro")
        .run("-b", base, "--ignore=wrongdistribution", "includedeb", "trixie", debs(folder, 0))
        .requireSuccess();
    for (int i = 1; i < count(folder); i++) {
      tool("reprepro").run("-b", base, "includedeb", "trixie", debs(folder, i)).requireSuccess();
    }
    return base;
  }

  /// An archive of aptly.
  Path aptly(Path folder) throws IOException {
    Path root = home.resolve("aptly");
    Path configuration = home.resolve("aptly.conf");
    Files.writeString(configuration, "{\"rootDir\": \"%s\"}".formatted(root));
    String config = "-config=" + configuration;
    tool("aptly").run(config, "repo", "create", "-distribution=trixie", "x").requireSuccess();
    tool("aptly").run(config, "repo", "add", "x", folder).requireSuccess();
    tool("aptly").run(config, "publish", "repo", "-batch", "x").requireSuccess();
    return root.resolve("public");
  }

  private static Path debs(Path folder, int index) throws IOException {
    try (var files = Files.list(folder)) {
      return files.filter(it -> it.toString().endsWith(".deb")).sorted().toList().get(index);
    }
  }

  private static int count(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return (int) files.filter(it -> it.toString().endsWith(".deb")).count();
    }
  }

  /// An archive of apt-ftparchive below `name`, with by-hash when asked for, signed as told.
  Path ftparchive(String name, Path folder, Signed signed, String... options) throws IOException {
    Path base = Files.createDirectories(home.resolve(name));
    Path pool = Files.createDirectories(base.resolve("pool/main"));
    try (var files = Files.list(folder)) {
      for (Path deb : files.toList()) {
        Path target = pool.resolve(deb.getFileName());
        if (!Files.exists(target)) {
          Files.copy(deb, target);
        }
      }
    }
    Path dist = Files.createDirectories(base.resolve("dists/stable"));
    for (String architecture : List.of("amd64", "i386")) {
      Path index = Files.createDirectories(dist.resolve("main/binary-" + architecture));
      byte[] packages =
          tool("apt-ftparchive")
              .in(base)
              .run("-a", architecture, "packages", "pool/main")
              .requireSuccess()
              .stdout();
      Files.write(index.resolve("Packages"), packages);
      tool("xz").run("-kf", index.resolve("Packages")).requireSuccess();
      tool("gzip").run("-kf9", index.resolve("Packages")).requireSuccess();
    }
    release(dist, signed, options);
    return base;
  }

  /// How a Release file is signed.
  enum Signed {
    INLINE,
    DETACHED,
    NOT
  }

  /// Writes the Release file of a distribution that apt-ftparchive makes, and signs it.
  void release(Path dist, Signed signed, String... options) throws IOException {
    for (String old : List.of("InRelease", "Release", "Release.gpg")) {
      Files.deleteIfExists(dist.resolve(old));
    }
    var arguments = new ArrayList<Object>();
    for (String option :
        List.of("Suite=stable", "Codename=trixie", "Architectures=amd64 i386", "Components=main")) {
      arguments.addAll(List.of("-o", "APT::FTPArchive::Release::" + option));
    }
    for (String option : options) {
      arguments.addAll(List.of("-o", option));
    }
    arguments.add("release");
    arguments.add(".");
    byte[] release =
        tool("apt-ftparchive").in(dist).run(arguments.toArray()).requireSuccess().stdout();
    Files.write(dist.resolve("Release"), release);
    sign(dist, signed);
  }

  /// Signs a Release file that is there.
  void sign(Path dist, Signed signed) throws IOException {
    Path release = dist.resolve("Release");
    switch (signed) {
      case INLINE -> {
        gpg("--batch", "--yes", "-o", dist.resolve("InRelease"), "--clearsign", release);
        Files.delete(release);
      }
      case DETACHED ->
          gpg("--batch", "--yes", "-o", dist.resolve("Release.gpg"), "-b", "--armor", release);
      case NOT -> {}
    }
  }

  /// Gives the Release files of an archive a date of an hour ago: a server's validators of a file
  /// that has just been written are not believed.
  static void age(Path base) throws IOException {
    var past = FileTime.from(Instant.now().minus(Duration.ofHours(1)));
    try (var files = Files.walk(base.resolve("dists"))) {
      for (Path file :
          files.filter(it -> it.getFileName().toString().contains("Release")).toList()) {
        Files.setLastModifiedTime(file, past);
      }
    }
  }

  /// Changes text of a file.
  static void replace(Path file, String from, String to) throws IOException {
    String text = Files.readString(file, StandardCharsets.UTF_8);
    if (!text.contains(from)) {
      throw new AssertionError(file + " does not contain " + from);
    }
    Files.writeString(file, text.replace(from, to), StandardCharsets.UTF_8);
  }
}
