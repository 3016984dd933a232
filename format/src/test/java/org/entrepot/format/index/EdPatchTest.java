package org.entrepot.format.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.entrepot.format.FormatException;
import org.entrepot.testkit.Tool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EdPatchTest {
  private static String applied(String patch, String old) throws IOException, FormatException {
    var out = new ByteArrayOutputStream();
    EdPatch.parse(patch.getBytes(StandardCharsets.ISO_8859_1), "p")
        .apply(new ByteArrayInputStream(old.getBytes(StandardCharsets.ISO_8859_1)), out);
    return out.toString(StandardCharsets.ISO_8859_1);
  }

  @Test
  void commandsGoFromTheEndToTheBeginning() throws IOException, FormatException {
    assertThat(applied("4a\nnew\n.\n2,3c\nB\n.\n1d\n0a\nfirst\n.\n", "a\nb\nc\nd\n"))
        .isEqualTo("first\nB\nd\nnew\n");
    assertThat(applied("", "a\n")).isEqualTo("a\n");
  }

  @Test
  void whatDiffMakesLeadsToTheOtherFile(@TempDir Path home) throws IOException, FormatException {
    long seed = Long.getLong("entrepot.seed", 7);
    var random = new Random(seed);
    for (int round = 0; round < 60; round++) {
      List<String> before = lines(random, random.nextInt(40));
      List<String> after = new ArrayList<>(before);
      for (int change = random.nextInt(8); change >= 0; change--) {
        int at = random.nextInt(after.size() + 1);
        if (random.nextBoolean() || at == after.size()) {
          after.addAll(at, lines(random, 1 + random.nextInt(3)));
        } else {
          after.remove(at);
        }
      }
      Path left = Files.writeString(home.resolve("a"), String.join("", before));
      Path right = Files.writeString(home.resolve("b"), String.join("", after));
      byte[] patch = Tool.of("diff").run("--ed", left, right).stdout();
      assertThat(applied(new String(patch, StandardCharsets.ISO_8859_1), String.join("", before)))
          .as("seed %d, round %d", seed, round)
          .isEqualTo(String.join("", after));
    }
  }

  private static List<String> lines(Random random, int count) {
    var lines = new ArrayList<String>();
    for (int i = 0; i < count; i++) {
      lines.add(
          List.of("\n", ".\n", "..\n", " .\n", "x" + random.nextInt(9) + "\n")
              .get(random.nextInt(5)));
    }
    return lines;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1a\nx\n",
        "1a\nx",
        "1q\n",
        "!rm -rf /\n",
        "1,2a\nx\n.\n",
        "2,1d\n",
        "0d\n",
        "0c\nx\n.\n",
        "1d\n2d\n",
        "3,4d\n4d\n",
        "2d\n2d\n",
        "s/.//\n",
        "1a\nab\n.\ns/.//\n",
        "9999999999d\n",
        "1d",
      })
  void anythingElseIsRefused(String patch) {
    assertThatThrownBy(() -> applied(patch, "a\nb\nc\nd\n")).isInstanceOf(FormatException.class);
  }

  @Test
  void aTextThatIsTooShortIsRefused() {
    assertThatThrownBy(() -> applied("9d\n", "a\n"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the text has 1 lines, the patch needs 8");
  }

  @Test
  void anIndexOfPatchesTellsTheWayToThePresent() throws FormatException {
    String a = "a".repeat(64);
    String b = "b".repeat(64);
    String text =
        """
        SHA1-Current: 0000000000000000000000000000000000000000 3
        SHA256-Current: %1$s 30
        SHA256-History:
         %1$s 10 one
         %2$s 20 two
        SHA256-Patches:
         %1$s 5 one
         %2$s 6 two
        SHA256-Download:
         %1$s 4 one.gz
         %2$s 3 two.gz
        """
            .formatted(a, b);
    DiffIndex index = DiffIndex.parse(text.getBytes(StandardCharsets.UTF_8), "i");
    assertThat(index.from(index.history().getFirst().digest()).orElseThrow())
        .extracting(DiffIndex.Patch::fileName)
        .containsExactly("one.gz", "two.gz");
    DiffIndex merged =
        DiffIndex.parse(
            (text + "X-Patch-Precedence: merged\n").getBytes(StandardCharsets.UTF_8), "i");
    assertThat(merged.from(index.history().getFirst().digest()).orElseThrow())
        .extracting(DiffIndex.Patch::fileName)
        .containsExactly("one.gz");
    for (String broken :
        List.of(
            "SHA1-Current: x 3\n",
            text.replace("one.gz", "../one.gz"),
            text.replace(" 10 one", " ten one"),
            text.replace(" 10 one", " one"))) {
      assertThatThrownBy(() -> DiffIndex.parse(broken.getBytes(StandardCharsets.UTF_8), "i"))
          .isInstanceOf(FormatException.class);
    }
  }
}
