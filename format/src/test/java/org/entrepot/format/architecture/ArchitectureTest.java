package org.entrepot.format.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchitectureTest {
  private static final Architecture AMD64 = new Architecture("amd64");

  @Test
  void packagesForAllSuitEverythingButSources() {
    assertThat(Architecture.ALL.suits(AMD64)).isTrue();
    assertThat(Architecture.ALL.suits(Architecture.ALL)).isTrue();
    assertThat(Architecture.ALL.suits(new Architecture("nonsense"))).isTrue();
    assertThat(Architecture.ALL.suits(Architecture.SOURCE)).isFalse();
    assertThat(AMD64.suits(AMD64)).isTrue();
    assertThat(AMD64.suits(Architecture.ALL)).isFalse();
    assertThat(AMD64.suits(new Architecture("i386"))).isFalse();
    assertThat(Architecture.SOURCE.suits(Architecture.SOURCE)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-a", "a b", "a/b", "..", ".", "a_b", "a\n", "ä", "any amd64"})
  void refusesTextThatCannotNameOne(String text) {
    assertThatThrownBy(() -> new Architecture(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not the name of an architecture");
  }

  @Test
  void refusesVeryLongNames() {
    assertThat(Architecture.isValid("a".repeat(64))).isTrue();
    assertThat(Architecture.isValid("a".repeat(65))).isFalse();
  }

  @Test
  void isOrderedByName() {
    assertThat(AMD64).isLessThan(new Architecture("i386")).hasToString("amd64");
    assertThat(Architecture.ALL.isAll()).isTrue();
    assertThat(Architecture.SOURCE.isSource()).isTrue();
  }
}
