package org.entrepot.format.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.entrepot.testkit.Tool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArchitectureWildcardTest {
  private static boolean matches(String pattern, String name) {
    return new ArchitectureWildcard(pattern).matches(new Architecture(name));
  }

  @ParameterizedTest
  @CsvSource({
    "any, amd64, true",
    "any, hurd-i386, true",
    "any, all, true",
    "linux-any, amd64, true",
    "linux-any, musl-linux-amd64, true",
    "linux-any, kfreebsd-amd64, false",
    "linux-any, all, false",
    "any-amd64, amd64, true",
    "any-amd64, x32, true",
    "any-amd64, kfreebsd-amd64, true",
    "any-amd64, i386, false",
    "any-arm, armhf, true",
    "any-arm, armel, true",
    "any-arm, arm64, false",
    "gnu-any-any, amd64, true",
    "gnu-any-any, musl-linux-amd64, false",
    "musl-linux-any, musl-linux-armhf, true",
    "eabihf-any-any-any, armhf, true",
    "any-any-any-any-any, amd64, false",
    "amd64, amd64, true",
    "amd64, i386, false",
    "linux-amd64, amd64, true",
    "hurd-any, hurd-i386, true",
    "source, source, true",
    "any-all, all, false",
    "linux-any, zork9000, true",
  })
  void matchesAsPolicySays(String pattern, String name, boolean expected) {
    assertThat(matches(pattern, name)).isEqualTo(expected);
  }

  @Test
  void knowsPatternsFromNames() {
    assertThat(new ArchitectureWildcard("any").isPattern()).isTrue();
    assertThat(new ArchitectureWildcard("linux-any").isPattern()).isTrue();
    assertThat(new ArchitectureWildcard("company").isPattern()).isFalse();
  }

  @Test
  void matchesAsDpkgDoes() {
    var names =
        List.of(
            "amd64",
            "i386",
            "armhf",
            "armel",
            "arm64",
            "x32",
            "mips64el",
            "mipsn32el",
            "ppc64el",
            "riscv64",
            "s390x",
            "hurd-i386",
            "kfreebsd-amd64",
            "musl-linux-armhf",
            "musl-linux-amd64",
            "uclibc-linux-armel",
            "uclinux-armel",
            "netbsd-amd64",
            "darwin-arm64",
            "solaris-sparc",
            "powerpcspe",
            "arm64ilp32",
            "musl-linux-mips64el",
            "all",
            "source");
    var patterns =
        List.of(
            "any",
            "linux-any",
            "any-amd64",
            "any-arm",
            "any-arm64",
            "any-mips64el",
            "gnu-any-any",
            "gnu-linux-any",
            "musl-any-any",
            "bsd-any-any",
            "eabihf-any-any-any",
            "base-gnu-linux-any",
            "abi64-gnu-linux-any",
            "hurd-any",
            "kfreebsd-any",
            "any-i386",
            "uclibc-linux-any",
            "any-sparc",
            "any-any",
            "x32-any-any-any",
            "base-any-any-any",
            "amd64",
            "linux-amd64");
    var program =
        """
        use Dpkg::Arch qw(debarch_is);
        while (<STDIN>) { chomp; my ($n, $p) = split / /; print "$n $p ", (debarch_is($n, $p) ? "true" : "false"), "\\n"; }
        """;
    var questions = new StringBuilder();
    var ours = new ArrayList<String>();
    for (var name : names) {
      for (var pattern : patterns) {
        questions.append(name).append(' ').append(pattern).append('\n');
        ours.add(name + " " + pattern + " " + matches(pattern, name));
      }
    }
    assertThat(Tool.of("dpkg-architecture").text("--version")).contains("Debian");
    var answers =
        Tool.of("perl")
            .reading(questions.toString().getBytes(StandardCharsets.UTF_8))
            .text("-e", program);
    assertThat(ours).isEqualTo(answers.lines().toList());
  }
}
