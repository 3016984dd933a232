package org.entrepot.format.version;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.entrepot.format.FormatException;
import org.entrepot.format.Seed;
import org.entrepot.testkit.Tool;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Asks dpkg.
class VersionOracleTest {
  private static final String COMPARE =
      """
      while read -r a b; do
        if dpkg --compare-versions "$a" lt "$b"; then echo -1
        elif dpkg --compare-versions "$a" gt "$b"; then echo 1
        else echo 0; fi
      done
      """;

  private static final String VALIDATE =
      """
      while read -r v; do
        if dpkg --validate-version "$v" 2>/dev/null; then echo true; else echo false; fi
      done
      """;

  @BeforeEach
  void dpkgIsThere() {
    assertThat(Tool.of("dpkg").text("--version")).contains("dpkg");
  }

  @Test
  void comparesAsDpkgDoes() throws Exception {
    var random = Seed.random("VersionOracleTest");
    var pairs = new ArrayList<List<Version>>();
    while (pairs.size() < 400) {
      var start = random.nextInt(3) + Seed.text(random, "019aZ.+~-", 3);
      var pair = new ArrayList<Version>();
      for (int i = 0; i < 2; i++) {
        var text = start + Seed.text(random, "00019aZ.+~~-", 5);
        try {
          pair.add(Version.parse(random.nextInt(8) == 0 ? random.nextInt(2) + ":" + text : text));
        } catch (FormatException e) {
          break;
        }
      }
      if (pair.size() == 2) {
        pairs.add(pair);
      }
    }
    var input = new StringBuilder();
    var expected = new ArrayList<String>();
    for (var pair : pairs) {
      input.append(pair.getFirst()).append(' ').append(pair.getLast()).append('\n');
      expected.add(pair + " " + Integer.signum(pair.getFirst().compareTo(pair.getLast())));
    }
    var answers = ask(COMPARE, input.toString());
    var said = new ArrayList<String>();
    for (int i = 0; i < pairs.size(); i++) {
      said.add(pairs.get(i) + " " + answers.get(i));
    }
    assertThat(expected).isEqualTo(said);
  }

  @Test
  void takesAndRefusesAsDpkgDoes() {
    var random = Seed.random("VersionOracleTest validity");
    var texts = new ArrayList<String>();
    for (int i = 0; i < 300; i++) {
      texts.add((random.nextInt(4) > 0 ? "1" : "") + Seed.text(random, "0019aZ.+~-:_/%", 5));
    }
    var answers = ask(VALIDATE, String.join("\n", texts) + "\n");
    for (int i = 0; i < texts.size(); i++) {
      boolean taken = true;
      try {
        var _ = Version.parse(texts.get(i));
      } catch (FormatException e) {
        taken = false;
      }
      assertThat(Boolean.toString(taken)).as(texts.get(i)).isEqualTo(answers.get(i));
    }
  }

  private static List<String> ask(String script, String input) {
    var answer = Tool.of("sh").reading(input.getBytes(StandardCharsets.UTF_8)).text("-c", script);
    return answer.lines().toList();
  }
}
