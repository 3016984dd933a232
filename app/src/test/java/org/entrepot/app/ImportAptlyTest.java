package org.entrepot.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.entrepot.format.checksum.ChecksumCalculator;
import org.entrepot.testkit.DebBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A root that the real aptly made, taken over, and compared with what aptly says.
@SuppressWarnings("NullAway.Init") // set before each test
@Timeout(300)
class ImportAptlyTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir Path home;
  private Upstream upstream;
  private Nginx archive;
  private AptlyMade aptly;
  private Program program;

  @BeforeEach
  void begin() throws IOException {
    upstream = new Upstream(home.resolve("up"));
    Path packages = upstream.packages();
    archive = Nginx.serving(upstream.reprepro(packages), home.resolve("nginx"));
    aptly = new AptlyMade(home.resolve("peer"), upstream);
    aptly.fill(archive.url() + "/", upstream.keyring());
    program =
        new Program(
            Files.createDirectories(home.resolve("ours")),
            "\"FileSystemPublishEndpoints\": {\"disk\": {\"rootDir\": \"%s\"}}"
                .formatted(home.resolve("ours/disk")));
  }

  @AfterEach
  void end() {
    archive.close();
    upstream.stop();
  }

  private String importAll(String... flags) {
    var words = new ArrayList<String>(List.of("import", "aptly"));
    words.addAll(List.of(flags));
    words.add("-aptly-config=" + aptly.configuration());
    return program.ok(words.toArray(String[]::new));
  }

  @Test
  void everythingIsAsAptlySays() throws IOException {
    var before = AptlyMade.state(aptly.root());
    archive.forget();

    String told = importAll();

    assertThat(told).contains("Imported: 2 mirrors, 3 local repos, 8 snapshots, 4 publications, ");
    assertThat(AptlyMade.state(aptly.root())).isEqualTo(before);
    assertThat(archive.requests()).isEmpty();
    for (String kind : List.of("mirror", "repo", "snapshot")) {
      compareLists(kind);
      for (JsonNode one : JSON.readTree(aptly.ok(kind, "list", "-json"))) {
        String name = one.get("Name").asString();
        compare(kind, "show", name);
        if (!name.equals("never")) {
          compare(kind, "show", "-with-packages", name);
          compareJson(kind, "show", "-json", name);
        }
      }
    }
    compareLists("publish");
    compare("publish", "list", "-raw");
    compare("publish", "show", "one");
    // aptly shows components in no order
    assertThat(program.ok("publish", "show", "two", "deb/ian").lines())
        .containsExactlyInAnyOrderElementsOf(
            aptly.ok("publish", "show", "two", "deb/ian").lines().toList());
    compareJson("publish", "show", "-json", "stable", "rolling");
    for (String name : program.ok("package", "search", "Name").lines().toList()) {
      compare("package", "show", name);
    }
    compareTree(aptly.root().resolve("public"), program.published());
    compareTree(aptly.disk(), home.resolve("ours/disk"));
    program.ok("db", "verify");
    assertThat(program.ok("db", "cleanup")).contains("Disk space freed: 0 B");
  }

  @Test
  void clientsGoOnAndUpdatesReplaceWhatAptlyPublished() throws IOException {
    importAll();
    Path theirs = Files.write(home.resolve("theirs.gpg"), Files.readAllBytes(upstream.keyring()));
    assertThat(install("app", "", "one", theirs)).contains("app_1.0_amd64.deb");
    assertThat(install("solo", "deb/ian", "two", theirs)).contains("solo_0.1_amd64.deb");

    program.ok("key", "generate", "Ours <ours@example.org>");
    Path ours = Files.writeString(home.resolve("ours.asc"), program.ok("key", "export", "Ours"));
    program.ok("repo", "remove", "stable", "plain");
    program.ok("publish", "update", "stable", "rolling");
    program.ok("publish", "switch", "-component=main", "two", "deb/ian", "of-repo");
    assertThat(install("late", "rolling", "stable", ours)).contains("late_2_amd64.deb");
    assertThat(install("solo", "deb/ian", "two", ours)).contains("solo_0.1_amd64.deb");
    Path published = program.published();
    // What aptly had left of its generation is fetched by hash until it is too old.
    assertThat(published.resolve("deb/ian/pool/main/l/late/late_2_amd64.deb")).exists();
    program.ok("db", "verify");
    for (int i = 0; i < 3; i++) {
      program.ok("publish", "update", "-force-overwrite", "two", "deb/ian");
    }
    assertThat(published.resolve("deb/ian/pool/main/l/late/late_2_amd64.deb")).doesNotExist();
    for (String[] one :
        List.of(
            new String[] {"one"},
            new String[] {"two", "deb/ian"},
            new String[] {"stable", "rolling"},
            new String[] {"disk", "filesystem:disk:."})) {
      var words = new ArrayList<String>(List.of("publish", "drop"));
      words.addAll(List.of(one));
      program.ok(words.toArray(String[]::new));
    }
    assertThat(files(published, false)).isEmpty();
    assertThat(files(published, true)).isEmpty();
    assertThat(files(home.resolve("ours/disk"), false)).isEmpty();
  }

  /// What apt downloads to install a package.
  private List<String> install(String name, String prefix, String distribution, Path keyring)
      throws IOException {
    try (var archive = Nginx.serving(program.published(), home.resolve("published"))) {
      var apt =
          new AptClient(
              Files.createTempDirectory(home, "apt"),
              URI.create(archive.url() + "/" + prefix),
              keyring,
              distribution);
      apt.update();
      return apt.install(name);
    }
  }

  @Test
  void aDryRunChangesNothingAndNamesThatAreTakenAreRefused() throws IOException {
    String plan =
        program.ok(
            "import", "aptly", "-dry-run", "-json", "-aptly-config=" + aptly.configuration());
    JsonNode json = JSON.readTree(plan);
    assertThat(json.get("LocalRepos").valueStream().map(JsonNode::asString))
        .containsExactly("empty", "extra", "stable");
    assertThat(json.get("Publications").size()).isEqualTo(4);
    assertThat(program.ok("repo", "list", "-raw")).isEmpty();
    assertThat(program.home().resolve("root/pool")).doesNotExist();

    program.ok("repo", "create", "extra");
    var refused = program.run("import", "aptly", aptly.root().toString());
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err())
        .isEqualTo(
            "ERROR: unable to import: the store already has local repo extra; rename or drop them"
                + " here, or import into an empty store\n");
    assertThat(program.ok("snapshot", "list", "-raw")).isEmpty();
  }

  @Test
  void filesThatAreMissingOrDifferAreToldAndLeft() throws IOException {
    List<Path> pool = pool("tool_3.1.orig.tar.gz", "lib_2_i386.deb");
    Files.delete(pool.getFirst());
    byte[] content = Files.readAllBytes(pool.getLast());
    content[content.length - 1] ^= 1;
    Files.write(pool.getLast(), content);

    var dry = program.run("import", "aptly", "-dry-run", aptly.root().toString());
    assertThat(dry.exitCode()).isEqualTo(1);
    assertThat(dry.err()).contains("ERROR: 2 things would not come, as told above");
    var result = program.run("import", "aptly", "-json", aptly.root().toString());

    assertThat(result.exitCode()).isEqualTo(1);
    JsonNode json = JSON.readTree(result.out());
    assertThat(json.get("Left").valueStream().map(JsonNode::toString))
        .satisfiesExactlyInAnyOrder(
            left ->
                assertThat(left)
                    .contains("package Pi386 lib 2 ", "is not the file that is meant: MD5 is "),
            left -> assertThat(left).contains("package Psource tool 3.1-2 ", "is missing"),
            left -> assertThat(left).contains("publication filesystem:disk:./disk", "there is no"));
    assertThat(json.get("Notes").toString())
        .contains("publication rolling/stable goes on listing 2 packages that did not come");
    assertThat(program.ok("repo", "show", "-with-packages", "stable"))
        .contains("Number of packages: 4", "plain_1:1.0-1_amd64", "tiny-udeb", "late_2_amd64");
  }

  private List<Path> pool(String... endings) throws IOException {
    var found = new ArrayList<Path>();
    for (String ending : endings) {
      try (Stream<Path> files = Files.walk(aptly.root().resolve("pool"))) {
        found.add(files.filter(file -> file.toString().endsWith(ending)).findFirst().orElseThrow());
      }
    }
    return found;
  }

  /// Many packages in little memory: the import runs in a process of its own with a small heap.
  @Test
  @Tag("slow")
  @Timeout(900)
  void tenThousandPackagesComeInABoundedHeap() throws Exception {
    Path many = Files.createDirectories(home.resolve("many"));
    for (int i = 0; i < 10_000; i++) {
      DebBuilder.of("many-" + i, "1." + i % 7, i % 3 == 0 ? "all" : "amd64")
          .field("Depends", "many-%d, libc6 (>= 2.3)".formatted(i / 2))
          .file("./usr/share/many/" + i, "content " + i)
          .writeTo(many);
    }
    aptly.ok("repo", "create", "-distribution=many", "many");
    aptly.within(Duration.ofMinutes(5)).ok("repo", "add", "many", many.toString());
    aptly.ok("snapshot", "create", "of-many", "from", "repo", "many");
    aptly.within(Duration.ofMinutes(5)).ok("publish", "snapshot", "-batch", "of-many");
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-Xmx128m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "org.entrepot.app.Main",
                "-config=" + program.home().resolve(".entrepot.conf"),
                "import",
                "aptly",
                "-json",
                "-aptly-config=" + aptly.configuration())
            .redirectErrorStream(true)
            .redirectOutput(home.resolve("import.log").toFile())
            .start();
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    System.out.printf("10,000 packages: %d ms%n", (System.nanoTime() - start) / 1_000_000);
    assertThat(process.exitValue()).as(Files.readString(home.resolve("import.log"))).isZero();
    for (String[] words :
        List.of(
            new String[] {"repo", "show", "-with-packages", "many"},
            new String[] {"snapshot", "show", "-with-packages", "of-many"},
            new String[] {"package", "show", "many-4711"})) {
      compare(words);
    }
    compareTree(aptly.root().resolve("public"), program.published());
    program.ok("db", "verify");
  }

  /// aptly and Entrepot may share a root: then everything stays where it is.
  @Test
  void aRootIsTakenOverInPlace() throws IOException {
    var before = AptlyMade.state(aptly.root());
    Files.delete(program.home().resolve(".entrepot.conf"));
    Files.copy(aptly.configuration(), program.home().resolve(".aptly.conf"));

    assertThat(program.ok("import", "aptly", aptly.root().toString()))
        .contains("[!] aptly and Entrepot have one root", "4 publications");

    var after = AptlyMade.state(aptly.root());
    assertThat(after.subMap("public", "public0")).isEqualTo(before.subMap("public", "public0"));
    program.ok("db", "verify");
    assertThat(after.subMap("db", "db0")).isEqualTo(before.subMap("db", "db0"));
    program.ok("publish", "update", "-skip-signing", "stable", "rolling");
    assertThat(aptly.root().resolve("public/rolling/dists/stable/InRelease")).doesNotExist();
  }

  @Test
  void aptlyAtWorkIsNotDisturbed() throws IOException {
    Process holding =
        new ProcessBuilder("flock", "-x", aptly.root().resolve("db/LOCK").toString(), "sleep", "60")
            .start();
    try {
      String told = "";
      for (int i = 0; i < 1000 && !told.contains("is using the database"); i++) {
        told = program.run("import", "aptly", "-dry-run", aptly.root().toString()).err();
      }
      assertThat(told)
          .contains(
              "aptly is using the database ", "/db: end it (\"aptly api serve\" too), and run")
          .hasLineCount(1);
    } finally {
      holding.descendants().forEach(ProcessHandle::destroy);
      holding.destroy();
    }
  }

  private void compareLists(String kind) {
    compareJson(kind, "list", "-json");
  }

  /// The same text, but for the program's name and the file system's paths.
  private void compare(String... words) {
    assertThat(plain(program.ok(words)))
        .as(String.join(" ", words))
        .isEqualTo(plain(aptly.ok(words)));
  }

  private static String plain(String text) {
    return text.replace("`aptly ", "`entrepot ")
        .replace("Conffiles:  ", "Conffiles: ") // the blank that aptly leaves where it folds
        .replace("Download AppStream: no\n", "") // since aptly 1.6.3
        .stripTrailing();
  }

  /// Everything that aptly says, is said with the same value. (We say more, as its newer versions
  /// do.)
  private void compareJson(String... words) {
    requireWithin(
        String.join(" ", words), JSON.readTree(aptly.ok(words)), JSON.readTree(program.ok(words)));
  }

  private static void requireWithin(String where, JsonNode theirs, JsonNode ours) {
    if (theirs.isObject()) {
      for (var member : theirs.properties()) {
        requireWithin(where + " " + member.getKey(), member.getValue(), ours.path(member.getKey()));
      }
    } else if (theirs.isArray()) {
      List<JsonNode> their = ordered(theirs);
      List<JsonNode> our = ordered(ours);
      assertThat(our).as(where).hasSameSizeAs(their);
      for (int i = 0; i < their.size(); i++) {
        requireWithin(where + " " + i, their.get(i), our.get(i));
      }
    } else if (where.endsWith(" CreatedAt")) {
      // the catalog keeps microseconds
      assertThat(Instant.parse(ours.asString()))
          .as(where)
          .isEqualTo(Instant.parse(theirs.asString()).truncatedTo(ChronoUnit.MICROS));
    } else {
      assertThat(ours).as(where).isEqualTo(theirs);
    }
  }

  /// aptly shows components in no order.
  private static List<JsonNode> ordered(JsonNode array) {
    return array
        .valueStream()
        .sorted(Comparator.comparing(one -> one.path("Component").asString("")))
        .toList();
  }

  /// The same files with the same bytes. By hash, we offer each index under each digest, and no
  /// symbolic links.
  private static void compareTree(Path theirs, Path ours) throws IOException {
    assertThat(files(ours, false)).isEqualTo(files(theirs, false));
    assertThat(files(ours, true)).containsAllEntriesOf(files(theirs, true));
  }

  private static Map<String, String> files(Path root, boolean byHash) throws IOException {
    var found = new TreeMap<String, String>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String path = root.relativize(file).toString();
        if (!Files.isSymbolicLink(file) && path.contains("/by-hash/") == byHash) {
          found.put(path, ChecksumCalculator.of(file).sha256().hex());
        }
      }
    }
    return found;
  }
}
