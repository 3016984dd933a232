package org.entrepot.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.entrepot.testkit.DebBuilder;
import org.entrepot.testkit.Tool;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The program as its own process on a pseudo-terminal, which `script` makes.
class TerminalTest {
  private static final String ESCAPE = "\u001b[";
  private static final String GREEN_PLUS = ESCAPE + "32m[+]" + ESCAPE + "0m";

  @TempDir Path home;
  private Program program;

  @BeforeEach
  void makeStore() throws IOException {
    program = new Program(home);
    program.ok("repo", "create", "-distribution=stable", "mine");
    DebBuilder.of("app", "1.0", "amd64").file("./x", "x").writeTo(home.resolve("packages"));
    Files.writeString(home.resolve("packages/broken.deb"), "no archive");
  }

  private Tool tool(String program) {
    return Tool.of(program)
        .with("CLASSPATH", System.getProperty("java.class.path"))
        .with("HOME", home.toString())
        .with("TERM", "xterm")
        .with("NO_COLOR", "");
  }

  /// The shell words that start the program.
  private static String command(String words) {
    return "%s -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED %s %s"
        .formatted(
            Path.of(System.getProperty("java.home"), "bin", "java"), Main.class.getName(), words);
  }

  private String add() {
    return command("repo add mine " + home.resolve("packages"));
  }

  private String onTerminal(Tool script, String command) {
    return script.run("-qec", command, "/dev/null").stdoutText();
  }

  @Test
  void aTerminalGetsColoursAndAProgressBarThatIsErased() {
    String seen = onTerminal(tool("script"), add());
    assertThat(seen).contains(GREEN_PLUS + " app_1.0_amd64 added");
    assertThat(seen).contains(ESCAPE + "33m[!]" + ESCAPE + "0m ");
    assertThat(seen).containsPattern("\r[^\r\n]+ \\[ *=* *\\] [^\r\n]*\u001b\\[K");
    // nothing of a bar is left below the last line
    assertThat(seen.lastIndexOf("\u001b[K")).isLessThan(seen.lastIndexOf("\u001b[2K"));
    assertThat(seen.lastIndexOf("\u001b[2K")).isLessThan(seen.lastIndexOf("ERROR: some files"));
  }

  @Test
  void noColorTakesTheColoursAndLeavesTheBar() {
    String seen = onTerminal(tool("script").with("NO_COLOR", "1"), add());
    assertThat(seen).contains("[+] app_1.0_amd64 added").doesNotContainPattern("\u001b\\[[0-9]+m");
    assertThat(seen).contains("\u001b[K");
  }

  @Test
  void aDumbTerminalAndAPipeGetPlainLines() {
    assertThat(onTerminal(tool("script").with("TERM", "dumb"), add()))
        .contains("[+] app_1.0_amd64 added")
        .doesNotContain("\u001b");
    String piped = tool("sh").run("-c", add() + " | cat").stdoutText();
    assertThat(piped).contains("[!] ").doesNotContain("\u001b").doesNotContain("\r");
  }

  @Test
  void jsonOnATerminalIsNothingButJson() {
    assertThat(onTerminal(tool("script"), command("repo list -json")).replace("\r\n", "\n"))
        .startsWith("[\n  {\n")
        .endsWith("}\n]\n")
        .doesNotContain("\u001b");
  }

  @Test
  void passphrasesAreAskedForOnTheTerminal() throws IOException {
    byte[] typed = "correct horse\ncorrect horse\n".getBytes(StandardCharsets.US_ASCII);
    String made = onTerminal(tool("script").reading(typed), command("key generate -protect K"));
    assertThat(made).contains("Passphrase for the new key: ", "asks for its passphrase");
    program.ok("repo", "add", "mine", home.resolve("packages/app_1.0_amd64.deb").toString());
    assertThat(
            onTerminal(
                tool("script").reading("correct horse\n".getBytes(StandardCharsets.US_ASCII)),
                command("publish repo mine")))
        .contains("has been successfully published");
    assertThat(program.published().resolve("dists/stable/InRelease")).exists();
    assertThat(program.ok("task", "list", "-all", "-json")).doesNotContain("correct horse");
  }
}
