package org.entrepot.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.entrepot.format.checksum.ChecksumCalculator;
import org.entrepot.testkit.DebBuilder;
import org.entrepot.testkit.DscBuilder;
import org.entrepot.testkit.Tool;

/// A root with objects of every kind, made by the real aptly.
final class AptlyMade {
  private final Path home;
  private final Tool aptly;

  /// An empty root below `home`, whose signatures are those of `upstream`.
  AptlyMade(Path home, Upstream upstream) throws IOException {
    this(Files.createDirectories(home), upstream.tool("aptly"));
    Files.writeString(
        configuration(),
        """
        {"rootDir": "%s", "FileSystemPublishEndpoints": {"disk": {"rootDir": "%s"}}}
        """
            .formatted(root(), disk()));
  }

  private AptlyMade(Path home, Tool aptly) {
    this.home = home;
    this.aptly = aptly;
  }

  /// The same with more time for each command.
  AptlyMade within(Duration limit) {
    return new AptlyMade(home, aptly.within(limit));
  }

  Path configuration() {
    return home.resolve("aptly.conf");
  }

  Path root() {
    return home.resolve("root");
  }

  Path disk() {
    return home.resolve("disk");
  }

  /// What aptly prints.
  String ok(String... words) {
    var all = new ArrayList<Object>(List.of("-config=" + configuration()));
    all.addAll(List.of(words));
    return aptly.text(all.toArray());
  }

  /// Mirrors of `url`, repositories, snapshots and publications.
  void fill(String url, Path keyring) throws IOException {
    Path debs = home.resolve("debs");
    packages(debs);
    ok("mirror", "create", "-keyring=" + keyring, "-with-sources", "up", url, "trixie", "main");
    ok(
        "mirror",
        "create",
        "-keyring=" + keyring,
        "-architectures=amd64",
        "-filter=libup",
        "-filter-with-deps",
        "filtered",
        url,
        "trixie");
    ok("mirror", "create", "-keyring=" + keyring, "never", url, "trixie");
    ok("mirror", "update", "-keyring=" + keyring, "up");
    ok("mirror", "update", "-keyring=" + keyring, "filtered");

    Path rules =
        Files.writeString(
            home.resolve("rules.json"),
            """
            {"groups": {"dev": ["37E1C17570096AD1", "*"]},
             "rules": [{"condition": "Source (app)", "allow": ["dev"]},
                       {"condition": "!Source (app)", "deny": ["*"]}]}
            """);
    ok(
        "repo",
        "create",
        "-comment=äöü \"quoted\"",
        "-distribution=stable",
        "-component=main",
        "-uploaders-file=" + rules,
        "stable");
    ok("repo", "create", "-distribution=stable", "-component=contrib", "extra");
    ok("repo", "create", "empty");
    ok("repo", "add", "stable", debs.toString());
    DebBuilder.of("extra", "1~rc1", "all").file("./usr/share/extra", "e").writeTo(debs);
    ok("repo", "add", "extra", debs.resolve("extra_1~rc1_all.deb").toString());

    ok("snapshot", "create", "of-mirror", "from", "mirror", "up");
    ok("snapshot", "create", "of-repo", "from", "repo", "stable");
    ok("snapshot", "create", "of-extra", "from", "repo", "extra");
    ok("snapshot", "create", "nothing", "empty");
    ok("snapshot", "merge", "-latest", "merged", "of-mirror", "of-repo");
    ok(
        "snapshot",
        "pull",
        "-architectures=amd64",
        "-all-matches",
        "of-extra",
        "of-repo",
        "pulled",
        "tool, extra | plain");
    ok("snapshot", "filter", "of-mirror", "chosen", "app");

    publish("snapshot", "-distribution=one", "-origin=Me", "-label=Mine", "-suite=st", "merged");
    publish(
        "snapshot",
        "-distribution=two",
        "-component=main,contrib",
        "-acquire-by-hash",
        "of-repo",
        "of-extra",
        "deb/ian");
    publish("repo", "-skip-contents", "-notautomatic=yes", "stable", "rolling");
    publish("repo", "-architectures=amd64", "-distribution=disk", "extra", "filesystem:disk:.");
    // The state before stays fetchable by hash.
    DebBuilder.of("late", "2", "amd64").file("./usr/bin/late", "late").writeTo(debs);
    ok("repo", "add", "stable", debs.resolve("late_2_amd64.deb").toString());
    ok("snapshot", "create", "of-repo-2", "from", "repo", "stable");
    var words = List.of("-batch", "-component=main", "two", "deb/ian", "of-repo-2");
    var all = new ArrayList<>(List.of("publish", "switch"));
    all.addAll(words);
    ok(all.toArray(String[]::new));
    // The sources of "filtered" are gone.
    ok("mirror", "drop", "-force", "filtered");
  }

  private void publish(String what, String... words) {
    var all = new ArrayList<>(List.of("publish", what, "-batch"));
    all.addAll(List.of(words));
    ok(all.toArray(String[]::new));
  }

  private static void packages(Path debs) throws IOException {
    Files.createDirectories(debs);
    DebBuilder.of("plain", "1:1.0-1", "amd64")
        .field("Section", "misc")
        .field("Depends", "libc6 (>= 2.3), extra | other,  third")
        .field("Conffiles", "\n /etc/a 0123\n /etc/b 4567")
        .file("./etc/a", "a")
        .file("./usr/share/doc/with blank", "b")
        .writeTo(debs);
    DebBuilder.of("solo", "0.1", "amd64").file("./usr/bin/solo", "s").writeTo(debs);
    DebBuilder.of("lib", "2", "i386").field("Source", "plain (0.9)").writeTo(debs);
    DebBuilder.of("tiny-udeb", "1", "amd64").suffix(".udeb").writeTo(debs);
    DscBuilder.withDiff("tool", "3.1-2").build().writeTo(debs);
  }

  /// Every file with what must not change: its content, size, time and kind.
  static SortedMap<String, String> state(Path directory) throws IOException {
    var state = new TreeMap<String, String>();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.toList()) {
        String what =
            Files.isSymbolicLink(file)
                ? "-> " + Files.readSymbolicLink(file)
                : Files.isDirectory(file)
                    ? "directory"
                    : ChecksumCalculator.of(file).sha256().hex();
        state.put(
            directory.relativize(file).toString(),
            what + " " + Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS));
      }
    }
    return state;
  }
}
