package org.entrepot.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.entrepot.app.pack.Pages;
import org.entrepot.testkit.DebBuilder;
import org.entrepot.testkit.Tool;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Completion by the real shells (`apt-get install bash zsh fish`), with names that come from a
/// real store, and the manual page by the real groff and man.
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // set before all tests
class CompletionTest {
  private Path home;
  private Program program;

  @BeforeAll
  void makeStore(@TempDir Path directory) throws IOException {
    home = directory;
    program = new Program(home);
    Path debs = Files.createDirectories(home.resolve("debs"));
    DebBuilder.of("hello", "1", "amd64").writeTo(debs);
    for (String name : List.of("mine", "minor", "two words")) {
      program.ok("repo", "create", "-distribution=stable", name);
    }
    program.ok("repo", "add", "mine", debs.toString());
    program.ok("snapshot", "create", "snap-1", "from", "repo", "mine");
    program.ok("publish", "snapshot", "-skip-signing", "snap-1", "debian");
    program.ok(
        "mirror",
        "create",
        "-ignore-signatures",
        "up",
        program.published().resolve("debian").toUri().toString(),
        "stable");
    Path bin = Files.createDirectories(home.resolve("bin"));
    Path launcher = bin.resolve("entrepot");
    Files.writeString(
        launcher,
        """
        #!/bin/sh
        HOME='%s' exec '%s/bin/java' --enable-native-access=ALL-UNNAMED -cp '%s' %s "$@"
        """
            .formatted(
                home,
                System.getProperty("java.home"),
                Stream.of(System.getProperty("java.class.path").split(":", -1))
                    .map(entry -> Path.of(entry).toAbsolutePath().toString())
                    .collect(Collectors.joining(":")),
                Main.class.getName()));
    Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
    for (String shell : List.of("bash", "zsh", "fish")) {
      Files.writeString(home.resolve("script." + shell), program.ok("completion", shell));
    }
  }

  enum RealShell {
    BASH,
    ZSH,
    FISH
  }

  /// What a shell proposes after these words, the last of which is being typed.
  private Set<String> proposed(RealShell shell, String... words) {
    return new TreeSet<>(
        switch (shell) {
          case BASH -> bash(words);
          case ZSH -> zsh(words);
          case FISH -> fish(words);
        });
  }

  private Tool tool(String name) {
    return Tool.of(name)
        .with("PATH", home.resolve("bin") + ":" + System.getenv("PATH"))
        .with("HOME", home.toString())
        .with("LC_ALL", "C.UTF-8");
  }

  private List<String> bash(String... words) {
    var call =
        new ArrayList<String>(
            List.of(
                "--norc",
                "-c",
                """
                source "$1"; shift
                COMP_WORDS=(entrepot "$@"); COMP_CWORD=$#
                _entrepot
                [[ ${#COMPREPLY[@]} == 0 ]] || printf '%s\\n' "${COMPREPLY[@]}"
                """,
                "bash",
                home.resolve("script.bash").toString()));
    for (String word : words) {
      // as readline breaks words
      int equals = word.startsWith("-") ? word.indexOf('=') : -1;
      if (equals < 0) {
        call.add(word);
      } else {
        call.addAll(List.of(word.substring(0, equals), "="));
        if (equals + 1 < word.length()) {
          call.add(word.substring(equals + 1));
        }
      }
    }
    return tool("bash").text((Object[]) call.toArray(String[]::new)).lines().toList();
  }

  /// Lets zsh complete a line and collects what it would insert, by a `compadd` that tells.
  private List<String> zsh(String... words) {
    String line = "entrepot " + String.join(" ", words);
    String script =
        """
        zmodload zsh/zpty
        zpty z zsh -f -i
        zpty -w z "PS1=READY; autoload -U compinit; compinit -D -u; source $1
        compadd () { local -a got; builtin compadd -O got \\"\\$@\\" 2>/dev/null; print -l -- @\\$^got\\$'\\\\r'@ >>$2; builtin compadd \\"\\$@\\" }
        print ST''ART"
        while zpty -r z got '*START*'; do break; done
        zpty -w -n z "$3"$'\\t'
        sleep 0.2
        zpty -w z $'\\x15print END''ED'
        while zpty -r z got '*ENDED*'; do break; done
        zpty -d z
        """;
    try {
      Path told = Files.createTempFile(home, "told", "");
      tool("zsh")
          .text(
              "-f",
              "-c",
              script,
              "zsh",
              home.resolve("script.zsh").toString(),
              told.toString(),
              line);
      return Files.readAllLines(told).stream()
          .map(it -> it.replaceAll("^@|\\r?@?$", ""))
          .filter(it -> !it.isEmpty())
          .toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private List<String> fish(String... words) {
    return tool("fish")
        .text(
            "--no-config",
            "-c",
            "source $argv[1]; complete -C $argv[2]",
            home.resolve("script.fish").toString(),
            "entrepot " + String.join(" ", words))
        .lines()
        .map(line -> line.split("\t", -1)[0])
        .toList();
  }

  @ParameterizedTest
  @EnumSource(RealShell.class)
  void commandsAreProposed(RealShell shell) {
    assertThat(proposed(shell, "")).contains("repo", "snapshot", "publish", "help", "version");
    assertThat(proposed(shell, "pu")).containsExactly("publish");
    assertThat(proposed(shell, "publish", "source", "re")).containsExactly("remove", "replace");
    assertThat(proposed(shell, "-config=x", "retain", "sn")).containsExactly("snapshots");
    assertThat(proposed(shell, "-config", "repo", "snapshot", "me")).containsExactly("merge");
  }

  @ParameterizedTest
  @EnumSource(RealShell.class)
  void flagsAreProposed(RealShell shell) {
    assertThat(proposed(shell, "repo", "add", "-f")).containsExactly("-force-replace");
    assertThat(proposed(shell, "repo", "create", "-c"))
        .containsExactlyInAnyOrderElementsOf(
            shell == RealShell.FISH
                ? List.of("-comment", "-component", "-config")
                : List.of("-comment=", "-component=", "-config="));
  }

  @ParameterizedTest
  @EnumSource(RealShell.class)
  void namesComeFromTheStore(RealShell shell) {
    assertThat(proposed(shell, "repo", "show", "mi")).containsExactly("mine", "minor");
    assertThat(proposed(shell, "snapshot", "drop", "-force", "")).containsExactly("snap-1");
    assertThat(proposed(shell, "mirror", "update", "")).containsExactly("up");
    assertThat(proposed(shell, "publish", "update", "")).containsExactly("stable");
    assertThat(proposed(shell, "publish", "update", "stable", "")).containsExactly("debian");
    assertThat(proposed(shell, "repo", "copy", "mine", "min")).containsExactly("mine", "minor");
    assertThat(proposed(shell, "snapshot", "merge", "new", "snap-1", "s"))
        .containsExactly("snap-1");
  }

  @ParameterizedTest
  @EnumSource(RealShell.class)
  void theStoreIsThatOfTheLine(RealShell shell) throws IOException {
    Path other = home.resolve("other.conf");
    Files.writeString(other, "{\"rootDir\": \"%s\"}".formatted(home.resolve("other")));
    program.ok("-config=" + other, "repo", "create", "other-" + shell);
    assertThat(proposed(shell, "-config=" + other, "repo", "show", "other-" + shell))
        .containsExactly("other-" + shell);
  }

  @Test
  void bashQuotesNamesAndProposesFiles() {
    assertThat(proposed(RealShell.BASH, "repo", "show", "two")).containsExactly("two\\ words");
    assertThat(proposed(RealShell.BASH, "-config=" + home + "/script.b"))
        .containsExactly(home + "/script.bash");
    assertThat(proposed(RealShell.BASH, "repo", "add", "mine", home + "/deb"))
        .containsExactly(home + "/debs");
  }

  @ParameterizedTest
  @CsvSource({"bash, -n", "zsh, -n", "fish, --no-execute"})
  void scriptsParse(String shell, String flag) {
    assertThat(
            tool(shell)
                .run(flag, home.resolve("script." + shell).toString())
                .requireSuccess()
                .stderr())
        .isEmpty();
  }

  @Test
  void theManualPageHasEveryCommandAndFlagAndNoWarnings() throws IOException {
    Path page = home.resolve("entrepot.1");
    Files.writeString(page, program.ok("manual"));
    var formatted =
        Tool.of("groff").run("-man", "-ww", "-Tutf8", "-rHY=0", page.toString()).requireSuccess();
    assertThat(formatted.stderr()).isEmpty();
    var shown =
        Tool.of("man")
            .with("MANWIDTH", "200")
            .with("LC_ALL", "C.UTF-8")
            .run("--warnings", "-E", "UTF-8", "-l", page.toString())
            .requireSuccess();
    assertThat(shown.stderr()).isEmpty();
    String text = shown.stdoutText().replaceAll("\u001B\\[[0-9;]*m|.\b", "");
    for (String line : program.ok("help").lines().filter(it -> it.startsWith("    ")).toList()) {
      String group = line.strip().split(" ", -1)[0];
      assertThat(text).contains("\n   " + group);
    }
    for (String command :
        List.of("repo add", "publish source replace", "retain snapshots", "serve")) {
      assertThat(text).containsPattern("(?m)^   " + command + "( |$)");
      String help = program.ok(words("help " + command));
      help.lines()
          .filter(line -> line.startsWith("  -"))
          .map(line -> line.strip().split("[= :]", 2)[0])
          .forEach(flag -> assertThat(text).as(command).contains("\n       " + flag));
    }
  }

  private static String[] words(String line) {
    return Arrays.stream(line.split(" ", -1)).toArray(String[]::new);
  }

  @Test
  void theDistributionHasThem() throws IOException {
    Pages.main(new String[] {home.resolve("dist").toString()});
    Path share = home.resolve("dist/share");
    assertThat(share.resolve("man/man1/entrepot.1")).hasContent(program.ok("manual"));
    assertThat(share.resolve("bash-completion/completions/entrepot"))
        .hasSameTextualContentAs(home.resolve("script.bash"));
    assertThat(share.resolve("zsh/site-functions/_entrepot"))
        .hasSameTextualContentAs(home.resolve("script.zsh"));
    assertThat(share.resolve("fish/vendor_completions.d/entrepot.fish"))
        .hasSameTextualContentAs(home.resolve("script.fish"));
  }

  @Test
  void anotherShellIsRefused() {
    assertThat(program.run("completion", "tcsh").exitCode()).isEqualTo(2);
    assertThat(program.run("completion").exitCode()).isEqualTo(2);
  }
}
