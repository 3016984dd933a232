package org.entrepot.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.entrepot.testkit.PackedValue.bytes;
import static org.entrepot.testkit.PackedValue.map;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.entrepot.format.checksum.ChecksumCalculator;
import org.entrepot.format.checksum.Checksums;
import org.entrepot.testkit.DebBuilder;
import org.entrepot.testkit.LevelDbBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Databases as the newest and as very old versions of aptly wrote them, and as somebody writes
/// them who means harm; in the form of the specification (domain 10), because those versions are
/// not here.
@SuppressWarnings("NullAway.Init") // set before each test
@Timeout(300)
class ImportOddAptlyTest {
  private static final String REPO = "00000000-0000-4000-8000-000000000001";
  private static final String SNAPSHOT = "00000000-0000-4000-8000-000000000002";
  private static final String PUBLICATION = "00000000-0000-4000-8000-000000000003";
  private static final String MIRROR = "00000000-0000-4000-8000-000000000004";
  private static final Optional<Object> NIL = Optional.empty();

  @TempDir Path home;
  private Path root;
  private Program program;
  private LevelDbBuilder database;

  @BeforeEach
  void begin() throws IOException {
    root = home.resolve("root");
    Files.createDirectories(root.resolve("pool"));
    program = new Program(Files.createDirectories(home.resolve("ours")));
    database = new LevelDbBuilder();
  }

  private Program.Result importRoot() {
    database.writeTo(root.resolve("db"));
    return program.run("import", "aptly", "-json", root.toString());
  }

  private JsonNode imported() {
    Program.Result result = importRoot();
    assertThat(result.err()).isEmpty();
    return JsonMapper.shared().readTree(result.out());
  }

  /// Everything ends in one sentence, and nothing is there.
  private void refused(String reason) {
    Program.Result result = importRoot();
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err())
        .startsWith("ERROR: unable to import: ")
        .contains(reason)
        .hasLineCount(1);
    assertThat(program.ok("repo", "list", "-raw")).isEmpty();
    database = new LevelDbBuilder();
  }

  private static String left(JsonNode json) {
    return json.get("Left").toString();
  }

  private void repository(String... references) {
    database.put("L" + REPO, bytes(map("UUID", REPO, "Name", "r", "Comment", "")));
    database.put("E" + REPO, bytes(map("Refs", List.of(references))));
  }

  private static Map<String, Object> sums(Checksums of) {
    return map(
        "Size",
        of.sizeBytes(),
        "MD5",
        of.md5().hex(),
        "SHA1",
        of.sha1().hex(),
        "SHA256",
        of.sha256().hex(),
        "SHA512",
        of.sha512().hex());
  }

  /// A package in the present form, whose file lies at a path below the pool.
  private String packaged(String name, Path place, String poolPath, Checksums said)
      throws IOException {
    Path deb =
        DebBuilder.of(name, "1", "amd64").file("./usr/" + name, name).writeTo(home.resolve("debs"));
    Files.createDirectories(place.getParent());
    Files.copy(deb, place);
    return record(name, poolPath, said.equals(NONE) ? ChecksumCalculator.of(deb) : said);
  }

  private static final Checksums NONE = ChecksumCalculator.of(new byte[0]);

  private String record(String name, String poolPath, Checksums sums) {
    String key = "Pamd64 " + name + " 1 0123456789abcdef";
    byte[] main =
        bytes(
            map(
                "Name",
                name,
                "Version",
                "1",
                "Architecture",
                "amd64",
                "SourceArchitecture",
                "",
                "Source",
                "",
                "Provides",
                NIL,
                "FilesHash",
                81985529216486895L,
                "IsInstaller",
                false,
                "IsSource",
                false,
                "IsUdeb",
                false,
                "V06Plus",
                true));
    byte[] divided = new byte[main.length + 2];
    divided[0] = (byte) 0xc1;
    divided[1] = 1;
    System.arraycopy(main, 0, divided, 2, main.length);
    database.put(key, divided);
    database.put(
        "xF" + key,
        bytes(
            List.of(
                map(
                    "Filename",
                    name + "_1_amd64.deb",
                    "Checksums",
                    sums(sums),
                    "PoolPath",
                    poolPath))));
    database.put("xD" + key, bytes(map("Depends", List.of("a", "b | c"), "Suggests", NIL)));
    database.put("xE" + key, bytes(map("Maintainer", "M", "Description", " d\n long\n")));
    return key;
  }

  @Test
  void oldDatabasesAreRead() throws IOException {
    // aptly 0.3: one record for a package, keys without hash, files by MD5, times of Go, one list
    // for a publication.
    Path deb =
        DebBuilder.of("old", "1", "amd64").file("./usr/old", "o").writeTo(home.resolve("debs"));
    Checksums sums = ChecksumCalculator.of(deb);
    String md5 = sums.md5().hex();
    Path place = root.resolve("pool").resolve(md5.substring(0, 2)).resolve(md5.substring(2, 4));
    Files.createDirectories(place);
    Files.copy(deb, place.resolve("old_1_amd64.deb"));
    database.put(
        "Pamd64 old 1",
        bytes(
            map(
                "IsSource",
                false,
                "Name",
                "old",
                "Version",
                "1",
                "Architecture",
                "amd64",
                "SourceArchitecture",
                "",
                "Source",
                "old-src (0.9)",
                "Provides",
                List.of("virtual"),
                "Depends",
                List.of("libc6"),
                "BuildDepends",
                NIL,
                "Files",
                List.of(map("Filename", "pool/o/old_1_amd64.deb", "Checksums", sums(sums))),
                "Extra",
                map("Section", "misc", "Description", " short\n long\n"))));
    byte[] time =
        ByteBuffer.allocate(15)
            .put((byte) 1)
            .putLong(62135596800L + 1400000000L)
            .putInt(500_000_000)
            .putShort((short) -1)
            .array();
    database.put(
        "S" + SNAPSHOT,
        bytes(
            map(
                "UUID",
                SNAPSHOT,
                "Name",
                "s",
                "CreatedAt",
                time,
                "SourceKind",
                "repo",
                "SourceIDs",
                List.of(MIRROR),
                "Description",
                "of a mirror that is gone")));
    database.put("E" + SNAPSHOT, bytes(map("Refs", List.of("Pamd64 old 1"))));
    database.put(
        "U.>>squeeze",
        bytes(
            map(
                "UUID",
                PUBLICATION,
                "Prefix",
                ".",
                "Distribution",
                "squeeze",
                "Component",
                "",
                "SnapshotUUID",
                SNAPSHOT,
                "Architectures",
                List.of("amd64"))));
    Path dists = Files.createDirectories(root.resolve("public/dists/squeeze"));
    Files.writeString(dists.resolve("Release"), "Origin: old\n");

    JsonNode json = imported();

    assertThat(json.get("Left")).isEmpty();
    assertThat(json.get("Publications").toString()).isEqualTo("[\"./squeeze\"]");
    assertThat(program.ok("snapshot", "show", "-with-packages", "s"))
        .contains("Created At: 2014-05-13 16:53:20 UTC", "old_1_amd64", "of a mirror that is gone");
    assertThat(program.ok("package", "show", "old_1_amd64"))
        .contains("Source: old-src (0.9)", "Provides: virtual", "Depends: libc6", "Section: misc")
        .contains("Description: short\n long\n");
    assertThat(program.ok("publish", "list")).contains("./squeeze [amd64] publishes {main: [s]");
    assertThat(program.published().resolve("pool/main/o/old-src/old_1_amd64.deb"))
        .hasSameBinaryContentAs(deb);
  }

  @Test
  void whatNewVersionsKeepComesToo() throws IOException {
    Path pool = root.resolve("pool");
    String key = packaged("p", pool.resolve("aa/p"), "aa/p", NONE);
    repository(key);
    byte[] metadata = "metadata".getBytes(StandardCharsets.UTF_8);
    String sha256 = ChecksumCalculator.of(metadata).sha256().hex();
    String metadataPath =
        "%s/%s/%s_Components-amd64.yml.gz"
            .formatted(sha256.substring(0, 2), sha256.substring(2, 4), sha256.substring(4, 32));
    Files.createDirectories(pool.resolve(metadataPath).getParent());
    Files.write(pool.resolve(metadataPath), metadata);
    database.put(
        "R" + MIRROR,
        bytes(
            map(
                "UUID",
                MIRROR,
                "Name",
                "m",
                "ArchiveRoot",
                "http://joe:secret@example.org/debian/",
                "Distribution",
                "sid",
                "Components",
                List.of("main"),
                "Architectures",
                List.of("amd64"),
                "Meta",
                map("Origin", "Debian"),
                "LastDownloadDate",
                ByteBuffer.allocate(4).putInt(1700000000).array(),
                "Filter",
                "name (",
                "Status",
                1L,
                "WorkerPID",
                4711L,
                "DownloadAppStream",
                true,
                "AppStreamFiles",
                map("main/dep11/Components-amd64.yml.gz", metadataPath))));
    database.put(
        "S" + SNAPSHOT,
        bytes(
            map("UUID", SNAPSHOT, "Name", "s", "SourceKind", "local", "SourceIDs", List.of(REPO))));
    database.put("E" + SNAPSHOT, bytes(map("Refs", List.of(key))));
    database.put(
        "U.>>sid",
        bytes(
            map(
                "UUID",
                PUBLICATION,
                "Prefix",
                ".",
                "Distribution",
                "sid",
                "SourceKind",
                "snapshot",
                "Sources",
                map("main", SNAPSHOT),
                "Architectures",
                List.of("amd64"),
                "Version",
                "13",
                "SignedBy",
                "ABC",
                "MultiDist",
                true,
                "AcquireByHash",
                true,
                "Revision",
                map("Sources", map("extra", "s")))));
    Files.createDirectories(root.resolve("public/dists/sid"));
    Files.writeString(root.resolve("public/dists/sid/Release"), "Origin: x\n");

    JsonNode json = imported();

    assertThat(json.get("Left")).isEmpty();
    assertThat(json.get("Notes").toString())
        .contains(
            "the password in the URL of mirror m stays behind",
            "the filter of mirror m cannot be read",
            "the key of Pamd64 p 1 0123456789abcdef becomes ");
    assertThat(program.ok("mirror", "show", "m"))
        .contains("http://joe@example.org/debian/", "Last update: 2023-11-14 22:13:20 UTC")
        .contains("Download AppStream: yes");
    assertThat(program.ok("publish", "show", "-json", "sid"))
        .contains("\"Version\": \"13\"", "\"SignedBy\": \"ABC\"", "\"MultiDist\": true");
    assertThat(program.ok("publish", "source", "list", "sid")).contains("extra: s [snapshot]");
    assertThat(program.published().resolve("pool/sid/main/p/p/p_1_amd64.deb")).exists();
    program.ok("publish", "update", "-skip-signing", "sid");
    assertThat(program.published().resolve("pool/sid/extra/p/p/p_1_amd64.deb")).exists();
    assertThat(program.ok("db", "cleanup")).contains("Disk space freed: 0 B");
    program.ok("db", "verify");
  }

  @Test
  void whatCannotComeIsToldAndTheRestComes() throws IOException {
    Path pool = root.resolve("pool");
    Path outside = Files.writeString(home.resolve("outside"), "secret");
    String good = packaged("good", pool.resolve("g"), "g", NONE);
    String wrong = packaged("wrong", pool.resolve("w"), "w", ChecksumCalculator.of(new byte[1]));
    String out = record("out", "../outside", ChecksumCalculator.of(outside));
    String absolute = record("absolute", outside.toString(), ChecksumCalculator.of(outside));
    String linked = record("linked", "link", ChecksumCalculator.of(new byte[3]));
    Files.createSymbolicLink(pool.resolve("link"), outside);
    String odd = record("../odd", "g", NONE);
    repository(good, wrong, out, absolute, linked, odd, "Pamd64 gone 1 00000000");
    database.put("L" + MIRROR, bytes(map("UUID", MIRROR, "Name", "a/b")));
    database.put("L" + SNAPSHOT, bytes(map("UUID", "no-uuid", "Name", "fine")));
    database.delete("L" + SNAPSHOT);
    database.put(
        "Us3:eu:.>>sid",
        bytes(
            map(
                "UUID",
                PUBLICATION,
                "Storage",
                "s3:eu",
                "Prefix",
                ".",
                "Distribution",
                "sid",
                "SourceKind",
                "local",
                "Sources",
                map("main", REPO),
                "Architectures",
                List.of("amd64"))));
    database.put(
        "U.>>../../etc",
        bytes(
            map(
                "UUID",
                PUBLICATION,
                "Prefix",
                ".",
                "Distribution",
                "../../etc",
                "SourceKind",
                "local",
                "Sources",
                map("main", REPO),
                "Architectures",
                List.of("amd64"))));

    JsonNode json = imported();

    assertThat(left(json))
        .contains(
            "local repo a/b",
            "contains a slash; give it another name in aptly, or go without it",
            "publication s3:eu:./sid",
            "published storage s3:eu is not configured",
            "publication ./../../etc",
            "package Pamd64 wrong 1 ",
            "is not the file that is meant: size is ",
            "package Pamd64 out 1 ",
            "its file lies outside of the pool, at \\\"../outside\\\"",
            "package Pamd64 linked 1 ",
            "package Pamd64 gone 1 00000000",
            "lists name it, but there is no record of it");
    assertThat(json.get("Packages").asInt()).isEqualTo(1);
    assertThat(program.ok("repo", "search", "r", "Name")).isEqualTo("good_1_amd64\n");
  }

  @Test
  void imagesOfTheInstallerCome() throws IOException {
    Path image = Files.writeString(root.resolve("pool/linux"), "vmlinuz");
    String key = "Pamd64 installer  1904ffd1f634d5b";
    byte[] main =
        bytes(
            map("Name", "installer", "Version", "", "Architecture", "amd64", "IsInstaller", true));
    byte[] divided = new byte[main.length + 2];
    divided[0] = (byte) 0xc1;
    divided[1] = 1;
    System.arraycopy(main, 0, divided, 2, main.length);
    database.put(key, divided);
    database.put(
        "xF" + key,
        bytes(
            List.of(
                map(
                    "Filename",
                    "./netboot/linux",
                    "Checksums",
                    sums(ChecksumCalculator.of(image)),
                    "PoolPath",
                    "linux"))));
    repository(key);
    assertThat(imported().get("Left")).isEmpty();
    assertThat(program.ok("repo", "show", "-with-packages", "r")).contains("installer__amd64");
  }

  /// A published tree is somebody's directory: what its links lead to is not published here.
  @Test
  void linksInAPublishedTreeAreNotFollowed() throws IOException {
    Path secret = Files.writeString(home.resolve("secret"), "secret\n");
    String key = packaged("p", root.resolve("pool/p"), "p", NONE);
    repository(key);
    for (String distribution : List.of("a", "b", "c")) {
      database.put(
          "U.>>" + distribution,
          bytes(
              map(
                  "UUID",
                  PUBLICATION.replace("3", distribution),
                  "Prefix",
                  ".",
                  "Distribution",
                  distribution,
                  "SourceKind",
                  "local",
                  "Sources",
                  map("main", REPO),
                  "Architectures",
                  List.of("amd64"))));
    }
    Path dists = Files.createDirectories(root.resolve("public/dists"));
    Files.createSymbolicLink(Files.createDirectory(dists.resolve("a")).resolve("Release"), secret);
    Files.createSymbolicLink(dists.resolve("b"), home);
    Files.writeString(Files.createDirectory(dists.resolve("c")).resolve("Release"), "Origin: c\n");
    Files.createSymbolicLink(dists.resolve("c/main"), home);
    Files.createSymbolicLink(dists.resolve("c/InRelease"), secret);
    Files.createSymbolicLink(dists.resolve("c/passwords"), secret);

    JsonNode json = imported();

    assertThat(left(json))
        .contains("publication ./a", "publication ./b", "(symbolic links do not count)");
    assertThat(json.get("Notes").toString())
        .contains("c/main is no regular file and stays behind", "c/passwords is no regular file");
    try (var files = Files.walk(program.published().resolve("dists"))) {
      assertThat(files.filter(Files::isRegularFile).map(it -> it.getFileName().toString()))
          .containsExactly("Release");
    }
  }

  @Test
  void ofTwoImportsAtOnceOneIsRefused() throws Exception {
    repository(packaged("p", root.resolve("pool/p"), "p", NONE));
    database.writeTo(root.resolve("db"));
    var results = Collections.synchronizedList(new ArrayList<Program.Result>());
    try (var executor = Executors.newFixedThreadPool(4)) {
      for (int i = 0; i < 4; i++) {
        var _ = executor.submit(() -> results.add(program.run("import", "aptly", root.toString())));
      }
    }
    assertThat(results).hasSize(4);
    assertThat(results.stream().filter(one -> one.exitCode() == 0)).hasSize(1);
    assertThat(results.stream().filter(one -> one.exitCode() == 1))
        .allSatisfy(one -> assertThat(one.err()).contains("the store already has local repo r"));
  }

  @Test
  void filesAreLinkedOrCopied() throws IOException {
    Path file = root.resolve("pool/p");
    repository(packaged("p", file, "p", NONE));
    assertThat(imported().get("Left")).isEmpty();
    assertThat(Files.getAttribute(inPool(), "unix:ino")).isEqualTo(inode(file));
    program.ok("repo", "drop", "r");
    program.ok("db", "cleanup");
    program.ok("import", "aptly", "-copy", root.toString());
    assertThat(Files.getAttribute(inPool(), "unix:ino")).isNotEqualTo(inode(file));
  }

  private static Object inode(Path file) throws IOException {
    return Files.getAttribute(file, "unix:ino");
  }

  private Path inPool() throws IOException {
    try (var files = Files.walk(program.home().resolve("root/pool"))) {
      return files.filter(it -> it.toString().endsWith(".deb")).findFirst().orElseThrow();
    }
  }

  @Test
  void recordsThatMeanHarmAreRefusedInOneSentence() throws IOException {
    byte[] deep = new byte[100_000];
    Arrays.fill(deep, (byte) 0x91);
    database.put("L" + REPO, deep);
    refused(
        "the record of local repo "
            + REPO
            + " in aptly's database has maps or lists more than 16 deep");
    for (String bomb :
        List.of("dd7fffffff", "dfffffffff", "db7fffffff", "dd00ffffff", "c6ffffffff")) {
      database.put("L" + REPO, HexFormat.of().parseHex(bomb));
      refused("says that it is longer than it is");
    }
    database.put("L" + REPO, new byte[] {(byte) 0x81, (byte) 0xa4, 'N'});
    refused("says that it is longer than it is");
    database.put("L" + REPO, new byte[] {(byte) 0xcb, 0, 0, 0, 0, 0, 0, 0, 0});
    refused("has a value of an unexpected type");
    database.put("L" + REPO, bytes("text"));
    refused("is no map");
    database.put("L" + REPO, bytes(map("UUID", "no", "Name", "x")));
    refused("has a UUID that is no UUID");
    database.put("L" + REPO, bytes(map("UUID", REPO, "Name", List.of())));
    refused("has an unexpected value for Name");
    repository("Pamd64 x 1 00000000");
    database.put("Pamd64 x 1 00000000", new byte[] {(byte) 0xc1, 1, (byte) 0xdf, -1, -1, -1, -1});
    refused("the record of package Pamd64 x 1 00000000 in aptly's database says that it is longer");
  }

  @Test
  void configurationsThatCannotBeUsedAreRefused() throws IOException {
    Path file = home.resolve("aptly.conf");
    for (List<String> one :
        List.of(
            List.of(
                "{\"databaseBackend\": {\"type\": \"etcd\", \"url\": \"localhost:2379\"}}",
                "its databaseBackend is etcd, which cannot be read"),
            List.of(
                "{\"packagePoolStorage\": {\"type\": \"azure\"}}",
                "packagePoolStorage of type azure is not supported"),
            List.of(
                "{\"rootDir\": \"/nowhere\"}", "there is no database of aptly at /nowhere/db"))) {
      Files.writeString(file, one.getFirst());
      var result = program.run("import", "aptly", "-aptly-config=" + file);
      assertThat(result.exitCode()).isEqualTo(1);
      assertThat(result.err()).contains(one.getLast()).hasLineCount(1);
    }
    assertThat(program.run("import", "aptly").exitCode()).isEqualTo(2);
    assertThat(program.run("import", "aptly", "-aptly-config=" + file, "/x").exitCode())
        .isEqualTo(2);
  }
}
