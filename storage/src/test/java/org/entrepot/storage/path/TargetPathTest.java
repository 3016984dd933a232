package org.entrepot.storage.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TargetPathTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/a",
        "a/",
        "a//b",
        ".",
        "..",
        "../a",
        "a/..",
        "a/../b",
        "a/./b",
        "a\n",
        "a\u0000b",
        "\u001b[0m",
        "\ud800/a",
        ".entrepot-1",
        "a/.entrepot-x",
        "a/.entrepot-/b"
      })
  void whatCouldLeadAstrayIsRefused(String text) {
    assertThatThrownBy(() -> TargetPath.of(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("The path '");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "...",
        "..a",
        "a..",
        ".hidden",
        "a b",
        "a~1+b_c%3a",
        "\u00e9/\u6f22",
        "a\\b",
        "C:/x"
      })
  void ordinaryNamesAreKeptAsTheyAre(String text) {
    assertThat(TargetPath.of(text)).hasToString(text);
  }

  @Test
  void lengthsAreLimitedInBytes() {
    assertThat(TargetPath.of("a".repeat(255)).names()).hasSize(1);
    assertThatThrownBy(() -> TargetPath.of("\u00e9".repeat(128))).hasMessageContaining("256 bytes");
    assertThatThrownBy(() -> TargetPath.of("a/".repeat(2000) + "ab"))
        .hasMessageContaining("longer than 4000 bytes");
    assertThatThrownBy(() -> TargetPath.of("")).hasMessageContaining("empty");
  }

  @Test
  void aPathKnowsItsParts() {
    var path = TargetPath.of("dists/trixie/Release");
    assertThat(path.names()).isEqualTo(List.of("dists", "trixie", "Release"));
    assertThat(path.fileName()).isEqualTo("Release");
    assertThat(path.findParent()).contains(TargetPath.of("dists/trixie"));
    assertThat(TargetPath.of("a").findParent()).contains(TargetPath.ROOT);
    assertThat(TargetPath.ROOT.findParent()).isEmpty();
    assertThat(TargetPath.ROOT.resolve("a").resolve("b/c")).isEqualTo(TargetPath.of("a/b/c"));
    assertThatThrownBy(() -> path.resolve("../x")).isInstanceOf(IllegalArgumentException.class);
  }
}
