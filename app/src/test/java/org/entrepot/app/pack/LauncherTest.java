package org.entrepot.app.pack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.entrepot.app.Main;
import org.entrepot.testkit.Tool;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The real launcher in a checkout with blanks in its path. Instead of Maven, a script on PATH lays
/// out a jar of this module's classes and counts how often it was called.
@SuppressWarnings("NullAway.Init") // set in BeforeEach
final class LauncherTest {
  private static final String VERSION_LINE = "entrepot 0.1.0-SNAPSHOT\n";

  @TempDir private Path directory;
  private Path checkout;
  private Path jar;

  @BeforeEach
  void makeCheckout() throws Exception {
    Path source = Path.of("..").toRealPath();
    checkout = Files.createDirectories(directory.resolve("a check out"));
    Files.createDirectories(checkout.resolve(".mvn"));
    for (String name : List.of("entrepot", "mvnw")) {
      Files.copy(source.resolve(name), checkout.resolve(name), StandardCopyOption.COPY_ATTRIBUTES);
    }
    try (Stream<Path> files = Files.list(source.resolve(".mvn"))) {
      for (Path file : files.filter(path -> path.toString().matches(".*\\.(sh|json)")).toList()) {
        Files.copy(file, checkout.resolve(".mvn").resolve(file.getFileName()));
      }
    }
    jar = Jars.ofThisModule(directory.resolve("jars/app.jar"), "1");
    commit("1111");
    script(
        "bin/mvn",
        """
        #!/bin/sh
        echo run >>'%1$s/builds'
        while [ "$1" != -f ]; do shift; done
        mkdir -p "${2%%/pom.xml}/app/target"
        exec "$JAVA_HOME/bin/java" -cp '%2$s' %3$s "${2%%/pom.xml}/app/target/dist" '%2$s'
        """
            .formatted(directory, jar, Distribution.class.getName()));
  }

  @Test
  void buildsOnceAndThenStartsFromTheCache() throws IOException {
    var first = cached().run("version").requireSuccess();
    assertThat(first.stdoutText()).isEqualTo(VERSION_LINE);
    assertThat(first.stderr()).contains("entrepot: building");

    Path log = directory.resolve("classes");
    var second = cached().with("ENTREPOT_JAVA_OPTS", "-Xlog:class+load:file=" + log).run("version");
    assertThat(second.requireSuccess().stdoutText()).isEqualTo(VERSION_LINE);
    assertThat(second.stderr()).isEmpty();
    assertThat(Files.readString(log))
        .contains(Main.class.getName() + " source: shared objects file");
    assertThat(builds()).isEqualTo(1);
    assertThat(caches()).hasSize(3);
  }

  @Test
  void closedStreamsAreEmptyOnesAndNoneOfTheJvmsFiles() throws IOException {
    build();
    Tool shell =
        Tool.of("sh").with("JAVA_HOME", jdk()).with("PATH", path()).with("ENTREPOT_NO_AOT", "1");
    String launcher = checkout.resolve("entrepot").toString();
    assertThat(shell.text("-c", "exec \"$0\" task run <&-", launcher)).isEqualTo("0 bytes\n");
    assertThat(shell.text("-c", "exec \"$0\" version 2>&-", launcher)).isEqualTo(VERSION_LINE);
    assertThat(shell.text("-c", "\"$0\" task run <&- >&- 2>&-; echo $?", launcher))
        .isEqualTo("0\n");
  }

  @Test
  void choosesTheCompilersByTheCommand() throws IOException {
    build();
    String quick = "TieredStopAtLevel += 1 ";
    String both = "TieredStopAtLevel += 4 ";
    String few = "CompilerDirectivesFile += " + checkout + "/.mvn/compilers.json ";
    String none = "CompilerDirectivesFile += +\\{";
    String withoutProfiles = "AOTReplayTraining += false +\\{diagnostic\\} \\{command line";
    for (var call :
        Map.of(
                "repo list", List.of(quick, none, withoutProfiles),
                "-config=x repo list -raw", List.of(quick, none),
                "snapshot merge a b", List.of(quick, none),
                "repo add name -config list", List.of(both, few),
                "publish update x", List.of(both, few),
                "api serve", List.of(both, none),
                "-config x api serve", List.of(both, none),
                "", List.of(both, few))
            .entrySet()) {
      var outcome =
          entrepot()
              .with(
                  "ENTREPOT_JAVA_OPTS",
                  "-XX:+UnlockDiagnosticVMOptions -XX:+DisplayVMOutput -XX:+PrintFlagsFinal")
              .run(call.getKey().isEmpty() ? new String[0] : call.getKey().split(" ", -1));
      for (String flag : call.getValue()) {
        assertThat(outcome.stdoutText()).as(call.getKey()).containsPattern(flag);
      }
    }
  }

  @Test
  void theOptimizingCompilerTakesDigestsAndLeavesTheRest() throws IOException {
    build();
    var outcome =
        entrepot()
            .with(
                "ENTREPOT_JAVA_OPTS",
                "-XX:+UnlockDiagnosticVMOptions -XX:+DisplayVMOutput -XX:+CompilerDirectivesPrint")
            .run("publish", "update", "x");
    assertThat(outcome.stdoutText())
        .contains("sun/security/provider/*.implCompress", "matching: *.*");
    assertThat(entrepot().run("publish", "update", "x").stdoutText()).isEmpty();
  }

  @Test
  void startsFromTheCacheThroughALinkedDirectory() throws IOException {
    cached().text("version");
    Path link = Files.createSymbolicLink(directory.resolve("link"), checkout);
    Path log = directory.resolve("classes");

    withoutBuilding(Tool.of(link.resolve("entrepot").toString()))
        .with("ENTREPOT_NO_AOT", "")
        .with("ENTREPOT_JAVA_OPTS", "-Xlog:class+load:file=" + log)
        .text("version");

    assertThat(Files.readString(log))
        .contains(Main.class.getName() + " source: shared objects file");
  }

  /// A cache whose class path has a sealed jar stops the JVM at any other place.
  @Test
  void aCopiedCheckoutLeavesTheCachesOfTheOtherPlaceAlone() throws IOException {
    cached().text("version");
    Path copy = directory.resolve("copied");
    Tool.of("cp").text("-a", checkout.toString(), copy.toString());
    for (Path cache : caches()) { // else new ones are made in the background, and outlive the test
      Path there = copy.resolve(checkout.relativize(cache));
      Files.createFile(there.resolveSibling(there.getFileName() + ".failed"));
    }
    Path log = directory.resolve("classes");

    var outcome =
        withoutBuilding(Tool.of(copy.resolve("entrepot").toString()))
            .with("ENTREPOT_NO_AOT", "")
            .with("ENTREPOT_JAVA_OPTS", "-Xlog:class+load:file=" + log)
            .run("version");

    assertThat(outcome.requireSuccess().stdoutText()).isEqualTo(VERSION_LINE);
    assertThat(Files.readString(log))
        .contains(Main.class.getName() + " source: ")
        .doesNotContain(Main.class.getName() + " source: shared objects file");
  }

  @Test
  void startsHoweverItIsCalled() throws IOException {
    build();
    Path links = Files.createDirectories(directory.resolve("li nks"));
    Path link = Files.createSymbolicLink(links.resolve("debs"), checkout.resolve("entrepot"));
    Files.createSymbolicLink(links.resolve("relative"), Path.of("../a check out/entrepot"));

    assertThat(withoutBuilding(Tool.of(link.toString())).text("version")).isEqualTo(VERSION_LINE);
    for (String call :
        List.of(
            "cd '%s' && ./entrepot version".formatted(checkout),
            "cd '%s' && sh entrepot version".formatted(checkout),
            "cd '%s/.mvn' && ../entrepot version".formatted(checkout),
            "cd '%s' && 'a check out/entrepot' version".formatted(directory),
            "cd '%s' && ./relative version".formatted(links),
            "PATH='%s':$PATH; cd / && entrepot version".formatted(checkout),
            "CDPATH=/; export CDPATH; cd '%s' && 'a check out/entrepot' version"
                .formatted(directory))) {
      assertThat(withoutBuilding(Tool.of("sh")).text("-c", call)).as(call).isEqualTo(VERSION_LINE);
    }
  }

  @Test
  void tellsTheProgramThatItWasCalledAptly() throws IOException {
    build();
    Path links = Files.createDirectories(directory.resolve("links of aptly"));
    for (String name : List.of("aptly", "other")) {
      Path link = Files.createSymbolicLink(links.resolve(name), checkout.resolve("entrepot"));
      var outcome =
          withoutBuilding(Tool.of(link.toString()))
              .with("ENTREPOT_JAVA_OPTS", "-XshowSettings:properties")
              .run("version");
      assertThat(outcome.requireSuccess().stdoutText()).endsWith(VERSION_LINE);
      assertThat(outcome.stderr().contains("entrepot.program = aptly"))
          .as(outcome.stderr())
          .isEqualTo(name.equals("aptly"));
    }
  }

  @Test
  void passesArgumentsAndTheStatusThrough() throws IOException {
    build();
    var outcome = entrepot().run("a  b", "*", "", "$HOME", "-x\ny");

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.stderr()).contains("[a  b, *, , $HOME, -x\ny]");
  }

  @Test
  void looksForAnotherJdkThanAnOldOne() throws IOException {
    build();
    Path old = Files.createDirectories(directory.resolve("jdk-17"));
    Files.writeString(
        old.resolve("release"), "IMPLEMENTOR=\"Debian\"\nJAVA_RUNTIME_VERSION=\"17.0.15+6\"\n");
    script("jdk-17/bin/javac", "#!/bin/sh\nexit 1\n");
    script("jdk-17/bin/java", "#!/bin/sh\nexit 1\n");

    assertThat(
            entrepot()
                .with("JAVA_HOME", old.toString())
                .with("PATH", jdk() + "/bin:" + path())
                .text("version"))
        .isEqualTo(VERSION_LINE);
  }

  @Test
  void buildsAgainWhenAnotherCommitIsCheckedOut() throws Exception {
    build();
    assertThat(builds()).isEqualTo(1);

    commit("2222");
    build();
    assertThat(builds()).isEqualTo(2);
    build();
    assertThat(builds()).isEqualTo(2);

    // git pack-refs --all
    Files.delete(checkout.resolve(".git/refs/heads/main"));
    Files.writeString(
        checkout.resolve(".git/packed-refs"),
        "# pack-refs with: peeled\n9999 refs/heads/mainline\n2222 refs/heads/main\n^8888\n");
    build();
    assertThat(builds()).isEqualTo(2);
    Files.writeString(checkout.resolve(".git/HEAD"), "3333\n");
    build();
    assertThat(builds()).isEqualTo(3);
  }

  @Test
  void knowsTheCommitOfALinkedWorkTree() throws IOException {
    Path main = directory.resolve("main.git");
    Files.move(checkout.resolve(".git"), main);
    Path own = Files.createDirectories(main.resolve("worktrees/x"));
    Files.move(main.resolve("HEAD"), own.resolve("HEAD"));
    Files.writeString(own.resolve("commondir"), "../..\n");
    Files.writeString(checkout.resolve(".git"), "gitdir: ../main.git/worktrees/x\n");
    build();
    assertThat(Files.readString(dist().resolve("built-from"))).isEqualTo("1111\n");

    Files.writeString(main.resolve("refs/heads/main"), "4444\n");
    build();
    assertThat(builds()).isEqualTo(2);
  }

  @Test
  void buildsOnceOutsideAnyCheckout() throws IOException {
    Files.move(checkout.resolve(".git"), directory.resolve("away"));

    build();
    build();

    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void neverUsesTheCacheOfOtherJars() throws Exception {
    cached().text("version");
    List<Path> before = caches();
    Jars.ofThisModule(jar, "2");
    commit("2222");

    assertThat(cached().text("version")).isEqualTo(VERSION_LINE);

    assertThat(caches()).hasSize(3).doesNotContainAnyElementsOf(before);
  }

  @Test
  void startsWithABrokenCache() throws IOException {
    cached().text("version");
    Path cache =
        caches().stream()
            .filter(path -> path.toString().endsWith("-look.aot"))
            .findFirst()
            .orElseThrow();
    byte[] good = Files.readAllBytes(cache);

    for (byte[] broken :
        List.of(new byte[0], new byte[100_000], Arrays.copyOf(good, good.length / 2))) {
      Files.write(cache, broken);
      var outcome = cached().run("version").requireSuccess();
      assertThat(outcome.stdoutText() + outcome.stderr()).isEqualTo(VERSION_LINE);
    }
  }

  @Test
  void buildsAndTrainsOnceForSixteenProcesses() throws Exception {
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var calls = new ArrayList<Callable<String>>();
      for (int i = 0; i < 16; i++) {
        calls.add(() -> cached().text("version"));
      }
      for (var call : executor.invokeAll(calls)) {
        assertThat(call.get()).isEqualTo(VERSION_LINE);
      }
    }
    assertThat(builds()).isEqualTo(1);
    assertThat(caches()).hasSize(3);
  }

  @Test
  void startsWhatSomebodyElseBuilt() throws Exception {
    build();
    commit("2222");
    withoutWritePermission(() -> {
      var outcome = asSomebodyElse("version");
      assertThat(outcome.requireSuccess().stdoutText()).isEqualTo(VERSION_LINE);
      assertThat(outcome.stderr()).isEmpty();
    });
    assertThat(builds()).isEqualTo(1);
    assertThat(caches()).isEmpty();
  }

  @Test
  void saysWhoMustBuildFirst() throws Exception {
    withoutWritePermission(() -> {
      var outcome = asSomebodyElse("version");
      assertThat(outcome.exitCode()).isEqualTo(1);
      assertThat(outcome.stderr()).contains("not writable", "as its owner").hasLineCount(1);
    });
  }

  @Test
  void saysWhyABuildFailed() throws IOException {
    script("bin/mvn", "#!/bin/sh\necho '[ERROR] this is why'\nexit 1\n");

    var outcome = entrepot().run("version");

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.stdoutText()).isEmpty();
    assertThat(outcome.stderr()).contains("this is why", ".mvn/build.log");
  }

  @Test
  void opensNamesThatAreNotAsciiInAnyLocale() throws IOException {
    build();
    for (String variable : List.of("LC_ALL", "LC_CTYPE", "LANG")) {
      // Tool sets LC_ALL; empty counts as not set.
      var outcome =
          entrepot()
              .with("LC_ALL", "")
              .with(variable, "C")
              .with("ENTREPOT_JAVA_OPTS", "-XshowSettings:properties")
              .run("version");
      assertThat(outcome.stdoutText() + outcome.stderr())
          .as(variable)
          .contains("sun.jnu.encoding = UTF-8");
    }
  }

  /// The launcher without a cache: a cache that is made in the background would outlive a test.
  private Tool entrepot() {
    return Tool.of(checkout.resolve("entrepot").toString())
        .with("JAVA_HOME", jdk())
        .with("PATH", path())
        .with("ENTREPOT_NO_AOT", "1");
  }

  private Tool cached() {
    return entrepot().with("ENTREPOT_NO_AOT", "");
  }

  private void build() {
    entrepot().text("version");
  }

  private static Tool withoutBuilding(Tool tool) {
    return tool.with("JAVA_HOME", jdk()).with("ENTREPOT_NO_AOT", "1");
  }

  private static String jdk() {
    return System.getProperty("java.home");
  }

  private String path() {
    return directory.resolve("bin") + ":" + System.getenv("PATH");
  }

  private Path dist() {
    return checkout.resolve("app/target/dist");
  }

  private int builds() throws IOException {
    return Files.readAllLines(directory.resolve("builds")).size();
  }

  private List<Path> caches() throws IOException {
    try (Stream<Path> files = Files.list(dist())) {
      return files.filter(path -> path.getFileName().toString().startsWith("aot-")).toList();
    }
  }

  private void commit(String commit) throws IOException {
    Path heads = Files.createDirectories(checkout.resolve(".git/refs/heads"));
    Files.writeString(checkout.resolve(".git/HEAD"), "ref: refs/heads/main\n");
    Files.writeString(heads.resolve("main"), commit + "\n");
  }

  private void script(String name, String text) throws IOException {
    Path script = directory.resolve(name);
    Files.createDirectories(script.getParent());
    Files.writeString(script, text);
    permit(script, "rwxr-xr-x");
  }

  /// As another user where we may change to one, because permissions do not bind root.
  private Tool.Outcome asSomebodyElse(String argument) {
    String program = checkout.resolve("entrepot").toString();
    if (!System.getProperty("user.name").equals("root")) {
      return Tool.of(program).with("JAVA_HOME", jdk()).with("PATH", path()).run(argument);
    }
    return Tool.of("setpriv")
        .with("JAVA_HOME", jdk())
        .with("PATH", path())
        .in(Path.of("/"))
        .run("--reuid=65534", "--regid=65534", "--clear-groups", program, argument);
  }

  private interface Check {
    void run() throws Exception;
  }

  private void withoutWritePermission(Check check) throws Exception {
    permit(directory, "rwxr-xr-x");
    List<Path> directories;
    try (Stream<Path> files = Files.walk(checkout)) {
      directories =
          files.filter(path -> Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)).toList();
    }
    for (Path path : directories) {
      permit(path, "r-xr-xr-x");
    }
    try {
      check.run();
    } finally {
      for (Path path : directories) {
        permit(path, "rwxr-xr-x");
      }
    }
  }

  private static void permit(Path path, String permissions) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }
}
