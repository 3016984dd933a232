package org.entrepot.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.entrepot.format.checksum.ChecksumCalculator;
import org.entrepot.testkit.DebBuilder;
import org.entrepot.testkit.DscBuilder;
import org.entrepot.testkit.Tool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A base directory that the real reprepro made, taken over.
@SuppressWarnings("NullAway.Init") // set before each test
@Timeout(300)
class ImportRepreproTest {
  @TempDir Path home;
  private Upstream upstream;
  private Path base;
  private Program program;

  @BeforeEach
  void begin() throws IOException {
    upstream = new Upstream(home.resolve("up"));
    base = Files.createDirectories(home.resolve("base"));
    program = new Program(Files.createDirectories(home.resolve("ours")));
    Files.createDirectories(base.resolve("conf/more"));
    Files.writeString(base.resolve("conf/options"), "outdir +b/www\n# a remark\n");
    Files.writeString(
        base.resolve("conf/distributions"),
        """
        # two distributions
        Origin: Firm
        Label: Firm's packages
        Suite: stable
        Codename: trixie
        Version: 13.1
        Architectures: amd64 source
        Components: main contrib
        UDebComponents: main
        Description: What we ship
        DebIndices: Packages Release . .gz .xz
        Contents: .gz
        SignWith: yes
        Tracking: minimal

        !include: more
        """);
    Files.writeString(
        base.resolve("conf/more/next.conf"),
        """
        Codename: forky/next # the one after
        Architectures: amd64
        Components: main
        NotAutomatic: yes
        """);
    Files.writeString(
        base.resolve("conf/more/never.conf"),
        "Codename: never\nArchitectures: amd64\nComponents: main\n");
    Path debs = upstream.packages();
    Files.delete(debs.resolve("libup_2.0+dfsg-1_i386.deb"));
    for (String deb :
        List.of("app_1.0_amd64.deb", "data_3_all.deb", "libup_2.0+dfsg-1_amd64.deb")) {
      reprepro("includedeb", "trixie", debs.resolve(deb));
    }
    reprepro("-C", "contrib", "includedeb", "trixie", upstream.deb(debs, "more", "1", 500));
    reprepro("includedeb", "forky/next", upstream.deb(debs, "app", "2.0", 700));
    reprepro("includedeb", "forky/next", debs.resolve("data_3_all.deb"));
    DebBuilder.of("tiny-udeb", "1", "amd64")
        .field("Section", "debian-installer")
        .field("Priority", "optional")
        .suffix(".udeb")
        .writeTo(debs);
    reprepro("includeudeb", "trixie", debs.resolve("tiny-udeb_1_amd64.udeb"));
    DscBuilder.withDiff("tool", "3.1-2").build().writeTo(debs);
    reprepro(
        "-S", "misc", "-P", "optional", "includedsc", "trixie", debs.resolve("tool_3.1-2.dsc"));
    reprepro("createsymlinks");
    reprepro("gensnapshot", "trixie", "2026");
  }

  @AfterEach
  void end() {
    upstream.stop();
  }

  private void reprepro(Object... arguments) {
    var all = new ArrayList<Object>(List.of("-b", base, "--ignore=unknownfield"));
    all.addAll(List.of(arguments));
    upstream.tool("reprepro").run(all.toArray()).requireSuccess();
  }

  @Test
  void distributionsBecomeRepositoriesAndPublications() throws IOException {
    var before = AptlyMade.state(base);

    var result = program.run("import", "reprepro", "-json", base.toString());

    assertThat(result.err()).isEmpty();
    assertThat(AptlyMade.state(base)).isEqualTo(before);
    JsonNode json = JsonMapper.shared().readTree(result.out());
    assertThat(texts(json.get("LocalRepos")))
        .containsExactly("forky-next-main", "trixie-contrib", "trixie-main");
    assertThat(texts(json.get("Publications")))
        .containsExactlyInAnyOrder("./trixie", "./forky/next");
    assertThat(json.get("Packages").asInt()).isEqualTo(7);
    assertThat(json.get("Left").valueStream().map(left -> left.get("What").asString()))
        .containsExactlyInAnyOrder(
            "distribution never",
            "settings of distribution trixie",
            "snapshots of distribution trixie",
            base.resolve("www/dists/stable").toString());
    assertThat(program.ok("repo", "search", "trixie-main", "Name").lines())
        .containsExactly(
            "app_1.0_amd64",
            "data_3_all",
            "libup_1:2.0+dfsg-1_amd64",
            "tiny-udeb_1_amd64",
            "tool_3.1-2_source");
    assertThat(program.ok("repo", "search", "forky-next-main", "Name").lines())
        .containsExactly("app_2.0_amd64", "data_3_all");
    assertThat(program.ok("repo", "show", "trixie-contrib"))
        .contains("Default Distribution: trixie", "Default Component: contrib", "What we ship");
    assertThat(program.ok("publish", "show", "-json", "trixie"))
        .contains(
            "\"Origin\": \"Firm\"",
            "\"Label\": \"Firm's packages\"",
            "\"Suite\": \"stable\"",
            "\"Version\": \"13.1\"",
            "\"SkipContents\": false");
    for (String directory : List.of("dists/trixie", "dists/forky", "pool")) {
      assertThat(files(program.published().resolve(directory)))
          .isEqualTo(files(base.resolve("www").resolve(directory)));
    }
    assertThat(install("app", "trixie", upstream.keyring()))
        .containsExactly("app_1.0_amd64.deb", "data_3_all.deb", "libup_1%3a2.0+dfsg-1_amd64.deb");

    assertThat(program.ok("db", "verify"))
        .as("by-hash files that the import made are ours")
        .doesNotContain("needed by no publication");
    program.ok("key", "generate", "Ours <ours@example.org>");
    Path ours = Files.writeString(home.resolve("ours.asc"), program.ok("key", "export", "Ours"));
    program.ok("repo", "copy", "forky-next-main", "trixie-main", "app");
    program.ok("publish", "update", "trixie");
    assertThat(install("app", "trixie", ours)).contains("app_2.0_amd64.deb");
    assertThat(program.ok("db", "cleanup")).contains("Disk space freed: 0 B");
    Path contents = program.published().resolve("dists/trixie/main/Contents-amd64.gz");
    assertThat(Tool.of("gzip").text("-cd", contents)).contains("usr/bin/app ");
    program.ok("publish", "drop", "trixie");
    program.ok("publish", "drop", "forky/next");
    assertThat(files(program.published())).isEmpty();
    assertThat(AptlyMade.state(base)).isEqualTo(before);
  }

  @Test
  void whatIsNotAsPublishedIsRefused() throws IOException {
    Path index = base.resolve("www/dists/trixie/main/binary-amd64/Packages");
    String content = Files.readString(index);
    Files.writeString(index, content.replace("Version: 1.0", "Version: 1.1"));
    assertThat(refusal())
        .contains("Packages is not what ", "Release says; run \"reprepro export\"");
    Files.writeString(index, content);

    Path lock = Files.writeString(base.resolve("db/lockfile"), "");
    assertThat(refusal()).contains("reprepro is at work, as " + lock + " is there");
    Files.delete(lock);

    Path conf = base.resolve("conf/distributions");
    Files.writeString(conf, "!include: distributions\n");
    assertThat(refusal()).contains("includes more than 100 files, or itself");
    Files.writeString(conf, "Codename: ../../x\nArchitectures: amd64\nComponents: main\n");
    assertThat(program.run("import", "reprepro", base.toString()).out())
        .contains("distribution ../../x: the distribution \"..\" would name another directory");
    Files.writeString(conf, "no colon\n");
    assertThat(refusal()).contains("conf/distributions cannot be read: ");
    assertThat(program.run("import", "reprepro", home.toString()).err())
        .contains("is no base directory of reprepro: there is no ");
    assertThat(program.ok("repo", "list", "-raw")).isEmpty();
  }

  private String refusal() {
    var result = program.run("import", "reprepro", base.toString());
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).startsWith("ERROR: unable to import: ").hasLineCount(1);
    return result.err();
  }

  private static List<String> texts(JsonNode array) {
    return array.valueStream().map(JsonNode::asString).toList();
  }

  private List<String> install(String name, String distribution, Path keyring) throws IOException {
    try (var archive = Nginx.serving(program.published(), home.resolve("published"))) {
      var apt =
          new AptClient(
              Files.createTempDirectory(home, "apt"),
              URI.create(archive.url() + "/"),
              keyring,
              distribution);
      apt.update();
      return apt.install(name);
    }
  }

  /// The files with their digests; symbolic links, what lies by hash, and snapshots do not count.
  private static Map<String, String> files(Path root) throws IOException {
    var found = new TreeMap<String, String>();
    if (!Files.exists(root)) {
      return found;
    }
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String path = root.relativize(file).toString();
        if (!Files.isSymbolicLink(file)
            && !path.contains("by-hash/")
            && !path.startsWith("snapshots/")) {
          found.put(path, ChecksumCalculator.of(file).sha256().hex());
        }
      }
    }
    return found;
  }
}
