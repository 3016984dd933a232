package org.entrepot.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.entrepot.testkit.ArBuilder;
import org.entrepot.testkit.DebBuilder;
import org.entrepot.testkit.DscBuilder;
import org.entrepot.testkit.HostileDebs;
import org.entrepot.testkit.Packing;
import org.entrepot.testkit.TarBuilder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Bad input as a shell hands it over: one sentence on standard error, the exit code of the
/// specification, and nothing changed.
@Timeout(300)
class BadInputTest {
  @TempDir static Path home;
  private static Program program;

  @BeforeAll
  static void makeStore() throws IOException {
    program =
        new Program(
            home,
            "\"FileSystemPublishEndpoints\": {\"web\": {\"rootDir\": \"%s\"}}"
                .formatted(home.resolve("web")));
    Files.writeString(home.resolve("secret"), "correct horse\n");
    Files.writeString(home.resolve("wrong"), "battery staple\n");
    Files.writeString(home.resolve("text"), "no key, no package\n");
    Files.createDirectories(home.resolve("empty"));
    Path folder = home.resolve("packages");
    DebBuilder.of("app", "1.0", "amd64").file("./usr/bin/app", "x").writeTo(folder);
    // the same name, version and architecture with other content
    DebBuilder.of("app", "1.0", "amd64")
        .file("./usr/bin/app", "y")
        .writeTo(home.resolve("conflicting"));
    program.ok("key", "generate", "-passphrase-file=" + home.resolve("secret"), "K <k@e.org>");
    program.ok("repo", "create", "-distribution=stable", "mine");
    program.ok("repo", "add", "mine", folder.toString());
    program.ok("repo", "create", "other");
    program.ok("snapshot", "create", "s1", "from", "repo", "mine");
    program.ok("publish", "snapshot", "-skip-signing", "s1");
  }

  /// `HOME` in words and in what is said stands for the directory, which is made later.
  private static Arguments row(int exitCode, String says, String... words) {
    return Arguments.of(exitCode, says, List.of(words));
  }

  static Stream<Arguments> refused() {
    String unsigned = "-skip-signing";
    return Stream.of(
        // names
        row(1, "repo: the repository name \"a/b\" contains a slash", "repo", "create", "a/b"),
        row(1, "", "repo", "create", ".."),
        row(1, "", "repo", "create", ""),
        row(1, "", "repo", "create", "a\nb"),
        row(1, "a\\u000ab", "publish", "repo", "-architectures=a\nb", "mine", "lines"),
        row(1, "", "repo", "create", "a\u0000b"),
        row(1, "", "repo", "create", "x".repeat(5000)),
        row(1, "", "repo", "rename", "mine", "../mine"),
        row(1, "", "snapshot", "create", "../s", "from", "repo", "mine"),
        row(1, "", "snapshot", "rename", "s1", "s\u001b[2J"),
        row(1, "already exists", "repo", "create", "mine"),
        row(1, "already exists", "repo", "rename", "mine", "other"),
        row(1, "already exists", "snapshot", "create", "s1", "empty"),
        row(1, "not found", "repo", "show", "nobody"),
        row(1, "not found", "snapshot", "create", "s2", "from", "repo", "nobody"),
        row(1, "not found", "publish", "update", "nowhere"),
        row(1, "is published", "snapshot", "drop", "s1"),
        row(1, "-force", "repo", "drop", "mine"),
        row(1, "", "repo", "create", "-distribution=../x", "new"),
        row(1, "", "repo", "create", "-component=a/b/../../..", "new"),
        row(1, "", "repo", "edit", "-distribution=a\nb", "mine"),
        row(1, "", "repo", "edit", "-component=../main", "mine"),
        // where and how to publish
        row(1, "", "publish", "snapshot", unsigned, "-distribution=../../etc", "s1"),
        row(1, "", "publish", "snapshot", unsigned, "-distribution=/etc", "s1"),
        row(1, "", "publish", "snapshot", unsigned, "-distribution=a b", "s1"),
        row(1, "", "publish", "snapshot", unsigned, "-distribution=a\nSuite: b", "s1"),
        row(1, "", "publish", "snapshot", unsigned, "-distribution=by-hash", "s1"),
        row(1, "", "publish", "snapshot", unsigned, "s1", "../outside"),
        row(1, "", "publish", "snapshot", unsigned, "s1", "a/../../outside"),
        row(1, "", "publish", "snapshot", unsigned, "s1", "x/dists"),
        row(1, "", "publish", "snapshot", unsigned, "s1", "pool"),
        row(1, "", "publish", "snapshot", unsigned, "s1", "a\nb"),
        row(1, "", "publish", "snapshot", unsigned, "-component=../x", "s1", "p"),
        row(1, "", "publish", "snapshot", unsigned, "-component=a\nb", "s1", "p"),
        row(1, "", "publish", "snapshot", unsigned, "-component=a,a", "s1", "s1", "p"),
        row(1, "", "publish", "snapshot", unsigned, "-origin=x\nSuite: evil", "s1", "p"),
        row(1, "", "publish", "snapshot", unsigned, "-label=x\n\nPackage: evil", "s1", "p"),
        row(1, "", "publish", "snapshot", unsigned, "-suite=a\nb", "s1", "p"),
        row(1, "", "publish", "snapshot", unsigned, "-codename=a\nb", "s1", "p"),
        row(1, "", "publish", "snapshot", unsigned, "-version=a\nb", "s1", "p"),
        row(1, "", "publish", "snapshot", unsigned, "-signed-by=a\nb", "s1", "p"),
        row(1, "", "publish", "snapshot", unsigned, "-notautomatic=a\nb", "s1", "p"),
        row(1, "", "publish", "snapshot", unsigned, "-valid-for=soon", "s1", "p"),
        row(1, "", "publish", "snapshot", unsigned, "-valid-for=-7d", "s1", "p"),
        row(1, "", "-architectures=../amd64", "publish", "snapshot", unsigned, "s1", "p"),
        row(1, "not configured", "publish", "snapshot", unsigned, "s1", "filesystem:nowhere:p"),
        row(1, "directories only", "publish", "snapshot", unsigned, "s1", "s3:bucket:p"),
        row(1, "already used", "publish", "snapshot", unsigned, "s1"),
        row(1, "not found", "publish", "snapshot", unsigned, "nobody", "p"),
        row(1, "not found", "publish", "switch", unsigned, "stable", "nobody"),
        row(1, "not found", "publish", "source", "add", "-component=x", "stable", "nobody"),
        row(1, "", "-architectures=amd64", "publish", "repo", unsigned, "other"), // no distribution
        row(1, "", "publish", "repo", unsigned, "-distribution=x", "other"), // no architecture
        row(1, "it has: [main]", "publish", "source", "remove", "-component=x", "stable"),
        // where to listen and to write
        row(1, ":8080 for all", "serve", "-listen=8080"),
        row(1, ":8080 for all", "api", "serve", "-listen=8080"),
        row(1, "HOME/nowhere is no directory", "db", "backup", "HOME/nowhere/catalog"),
        // keys and passphrases
        row(1, "passphrase", "publish", "snapshot", "s1", "p"),
        row(1, "passphrase", "publish", "snapshot", "-batch", "s1", "p"),
        row(1, "does not open", "publish", "snapshot", "-passphrase=guess", "s1", "p"),
        row(1, "does not open", "publish", "snapshot", "-passphrase-file=HOME/wrong", "s1", "p"),
        row(1, "HOME/nothing", "publish", "snapshot", "-passphrase-file=HOME/nothing", "s1", "p"),
        row(1, "HOME/empty", "publish", "snapshot", "-passphrase-file=HOME/empty", "s1", "p"),
        row(1, "passphrase", "publish", "update", "stable"),
        row(1, "entrepot key list", "publish", "snapshot", "-gpg-key=nobody", "s1", "p"),
        row(1, "gpg3", "-gpg-provider=gpg3", "publish", "snapshot", "s1", "p"),
        row(
            1,
            "gpg has no key",
            "-gpg-provider=gpg",
            "publish",
            "snapshot",
            "-gpg-key=nobody",
            "s1",
            "p"),
        row(1, "HOME/text", "key", "import", "HOME/text"),
        row(1, "HOME/empty", "key", "import", "HOME/empty"),
        row(1, "nobody", "key", "export", "nobody"),
        row(1, "nobody", "key", "delete", "nobody"),
        row(1, "", "key", "generate", ""),
        row(1, "", "key", "generate", "a\nb"),
        row(1, "rot13", "key", "generate", "-algorithm=rot13", "x"),
        row(1, "-expires", "key", "generate", "-expires=never", "x"),
        row(1, "terminal", "key", "generate", "-protect", "x"),
        row(1, "HOME/empty", "key", "generate", "-passphrase-file=HOME/empty", "x"),
        // queries
        row(1, "parsing failed", "repo", "search", "mine", "app ("),
        row(1, "parsing failed", "repo", "remove", "mine", ""),
        row(1, "regexp", "package", "search", "Name (~ '(')"),
        row(1, "HOME/nothing", "package", "show", "@HOME/nothing"),
        row(1, "HOME/empty", "package", "show", "@HOME/empty"),
        row(1, "no results", "package", "search", "nobody"),
        row(1, "same local repo", "repo", "copy", "mine", "mine", "app"),
        row(1, "not found", "repo", "move", "mine", "nobody", "app"),
        // files
        row(1, "some files failed", "repo", "add", "mine", "HOME/nothing"),
        row(1, "some files failed", "repo", "add", "mine", "HOME/text"),
        row(1, "some files failed", "repo", "add", "mine", "HOME/conflicting"),
        row(1, "HOME/nothing", "repo", "edit", "-uploaders-file=HOME/nothing", "mine"),
        row(1, "HOME/text", "repo", "edit", "-uploaders-file=HOME/text", "mine"),
        row(1, "HOME/empty", "repo", "edit", "-uploaders-file=HOME/empty", "mine"),
        row(1, "HOME/nothing", "-config=HOME/nothing", "repo", "list"),
        row(1, "HOME/empty", "-config=HOME/empty", "repo", "list"),
        row(1, "HOME/text", "-config=HOME/text", "repo", "list"),
        // tasks, serving
        row(1, "not found", "task", "show", "99999"),
        row(1, "x", "task", "cancel", "x"),
        row(1, "-listen", "serve", "-listen=nowhere"),
        row(1, "256.0.0.1", "serve", "-listen=256.0.0.1:0"),
        // command lines
        row(2, "", "repo"),
        row(2, "", "frobnicate"),
        row(2, "", "repo", "create"),
        row(2, "", "repo", "create", "a", "b"),
        row(2, "", "repo", "list", "-bogus"),
        row(2, "", "repo", "list", "-raw=perhaps"),
        row(2, "", "task", "list", "-limit=x"),
        row(1, "-limit=-1 shows nothing", "task", "list", "-limit=-1"),
        row(1, "-limit=0 shows nothing", "audit", "list", "-limit=0"),
        row(1, "the name of a file or directory is empty", "incoming", "watch", "-once", ""),
        row(1, "ERROR: unable to draw the graph: dot refuses", "graph", "-output=HOME/g.zzz"),
        row(2, "", "snapshot", "create", "x", "from", "thin-air", "y"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void isRefusedInOneSentenceAndChangesNothing(int exitCode, String says, List<String> words)
      throws IOException {
    String[] typed = words.stream().map(BadInputTest::located).toArray(String[]::new);
    StoreState before = StoreState.of(program);
    Program.Result result = program.run(typed);
    assertThat(result.exitCode()).as(result.toString()).isEqualTo(exitCode);
    assertThat(result.err()).contains(located(says));
    assertReadable(result.err());
    assertReadable(result.out());
    if (exitCode == 1) {
      assertThat(result.err().lines()).as(result.err()).hasSize(1);
      assertThat(result.err()).startsWith("ERROR: ").endsWith("\n");
    }
    if (words.contains("add")) {
      program.ok("db", "cleanup"); // a package that was read, but refused, is swept
    }
    assertThat(StoreState.of(program)).isEqualTo(before);
    assertThat(home.resolve("web")).doesNotExist();
  }

  private static String located(String word) {
    return word.replace("HOME", home.toString());
  }

  private static void assertReadable(String text) {
    assertThat(text)
        .doesNotContain("Exception")
        .doesNotContain("\tat ")
        .doesNotContain("defect of Entrepot")
        .doesNotContain(": null")
        .doesNotContainPattern("[\\x00-\\x08\\x0b-\\x1f\\x7f]");
  }

  /// Each of them alone in a folder with a good one: it is named, the good one is added.
  static Stream<Arguments> badFiles() {
    var all = new ArrayList<Arguments>();
    HostileDebs.all()
        .forEach((name, bytes) -> all.add(Arguments.of(name, Map.of("hostile.deb", bytes))));
    all.add(Arguments.of("control of 2 GiB", Map.of("hostile.deb", controlOfTwoGibibytes())));
    for (String field : List.of("Package", "Source", "Version", "Architecture")) {
      for (String value : List.of("../../../evil", "/etc/evil", "a b/../c", "", "\u0001")) {
        byte[] deb =
            DebBuilder.of("evil", "1.0", "amd64").field(field, value).file("./x", "x").toBytes();
        if (!(field.equals("Source") && value.isEmpty())) { // an empty Source is none
          all.add(Arguments.of(field + ": " + value, Map.of("hostile.deb", deb)));
        }
      }
    }
    byte[] good = DebBuilder.of("evil", "1.0", "amd64").file("./x", "x").toBytes();
    all.add(Arguments.of("file name with a newline", Map.of("a\nSHA256: 0.deb", good)));
    all.add(Arguments.of("file name with an escape", Map.of("a\u001b[2J.deb", good)));
    all.add(Arguments.of("file name with a backslash", Map.of("a\\..\\b.deb", good)));
    String part = "tool_3.1.orig.tar.gz";
    for (var dsc :
        Map.of(
                "digests that lie",
                DscBuilder.withDiff("tool", "3.1-2").lieAboutDigests(part),
                "a size that lies",
                DscBuilder.withDiff("tool", "3.1-2").lieAboutSize(part),
                "a part elsewhere",
                DscBuilder.withDiff("tool", "3.1-2").listAs(part, "../../etc/passwd"),
                "a part that is absolute",
                DscBuilder.withDiff("tool", "3.1-2").listAs(part, "/etc/passwd"),
                "a part that is missing",
                DscBuilder.withDiff("tool", "3.1-2").listAs(part, "nothing.tar.gz"),
                "a hostile source name",
                DscBuilder.withDiff("tool", "3.1-2").field("Source", "../../evil"),
                "no version",
                DscBuilder.withDiff("tool", "3.1-2").without("Version"))
            .entrySet()) {
      var built = dsc.getValue().build();
      var files = new java.util.TreeMap<String, byte[]>();
      built.names().forEach(name -> files.put(name, built.bytes(name)));
      all.add(Arguments.of("source with " + dsc.getKey(), files));
    }
    var built = DscBuilder.withDiff("tool", "3.1-2").build();
    byte[] dsc = built.mainBytes();
    all.add(
        Arguments.of(
            "source cut off", Map.of(built.main(), java.util.Arrays.copyOf(dsc, dsc.length / 2))));
    all.add(Arguments.of("source that is a binary", Map.of(built.main(), good)));
    return all.stream();
  }

  private static byte[] controlOfTwoGibibytes() {
    byte[] lines = " b\n".repeat((16 << 20) / 3).getBytes(StandardCharsets.US_ASCII);
    byte[] frame = Packing.ZSTD.pack(lines);
    var member = new java.io.ByteArrayOutputStream();
    member.writeBytes(
        Packing.ZSTD.pack(
            TarBuilder.empty()
                .entry(
                    "./control",
                    '0',
                    2L << 30,
                    "",
                    "Package: evil\nVersion: 1\nArchitecture: all\nX:\n"
                        .getBytes(StandardCharsets.US_ASCII))
                .withoutEnd()
                .toBytes()));
    for (long bytes = 0; bytes < 2L << 30; bytes += lines.length) {
      member.writeBytes(frame);
    }
    return ArBuilder.empty()
        .member("debian-binary", "2.0\n".getBytes(StandardCharsets.US_ASCII))
        .member("control.tar.zst", member.toByteArray())
        .member("data.tar.xz", DebBuilder.of("x", "1", "all").packing(Packing.XZ).dataMember())
        .toBytes();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badFiles")
  void aBadFileIsNamedAndTheGoodOneBesideItIsAdded(
      String name, Map<String, byte[]> files, @TempDir Path folder) throws IOException {
    StoreState before = StoreState.of(program);
    for (var file : files.entrySet()) {
      Files.write(folder.resolve(file.getKey()), file.getValue());
    }
    DebBuilder.of("good", "1.0", "all").file("./usr/share/good", "x").writeTo(folder);
    Program.Result result = program.run("repo", "add", "mine", folder.toString());
    assertThat(result.exitCode()).as(result.toString()).isEqualTo(1);
    assertThat(result.err()).isEqualTo("ERROR: some files failed to be added\n");
    assertThat(result.out()).contains("[+] good_1.0_all added\n", "[!] ");
    assertThat(result.out()).doesNotContain("Exception").doesNotContain(": null");
    assertThat(result.out().lines().filter(line -> line.startsWith("  "))).hasSize(1);
    // as it was but for the good one
    program.ok("repo", "remove", "mine", "good");
    program.ok("db", "cleanup");
    assertThat(StoreState.of(program)).isEqualTo(before);
  }

  @Test
  void aFileThatCannotBeReadIsNamed(@TempDir Path folder) throws IOException {
    StoreState before = StoreState.of(program);
    // reading it fails for everybody, root included
    Files.createSymbolicLink(folder.resolve("unreadable.deb"), Path.of("/proc/self/mem"));
    Files.createSymbolicLink(folder.resolve("dangling.deb"), Path.of("nothing.deb"));
    Files.createSymbolicLink(folder.resolve("endless.deb"), Path.of("/dev/zero"));
    Files.createDirectories(folder.resolve("directory.deb"));
    Program.Result result =
        program.run(
            "repo",
            "add",
            "mine",
            folder.toString(),
            folder.resolve("unreadable.deb").toString(),
            folder.resolve("dangling.deb").toString(),
            folder.resolve("endless.deb").toString());
    assertThat(result.exitCode()).as(result.toString()).isEqualTo(1);
    assertThat(result.err()).isEqualTo("ERROR: some files failed to be added\n");
    assertThat(result.out())
        .contains("unreadable.deb", "dangling.deb", "endless.deb")
        .doesNotContain("Exception");
    assertThat(StoreState.of(program)).isEqualTo(before);
  }
}
