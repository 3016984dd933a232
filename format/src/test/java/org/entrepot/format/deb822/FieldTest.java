package org.entrepot.format.deb822;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldTest {
  private static Field read(String name, String value) {
    return new Field(new FieldName(name), value);
  }

  @Test
  void foldsLinesToOne() {
    assertThat(read("Depends", " a,\n  b  ,\n\tc ").text()).isEqualTo("a, b  , c");
    assertThat(read("Section", "  misc ").text()).isEqualTo("misc");
    assertThat(read("Section", "").text()).isEmpty();
  }

  @Test
  void aFoldedFieldWithoutFirstLineBeginsWithABlank() {
    assertThat(read("Conffiles", "\n /etc/a 123\n /etc/b 456").text())
        .isEqualTo(" /etc/a 123 /etc/b 456");
  }

  @Test
  void keepsTheLinesOfABlock() {
    assertThat(read("Description", " short  \n long\n  .\n  text").block())
        .isEqualTo(" short\n long\n  .\n  text\n");
    assertThat(read("Package-List", " \n a deb\n b deb").block()).isEqualTo(" a deb\n b deb\n");
    assertThat(read("Files", "\n x 1 y").block()).isEqualTo(" x 1 y\n");
    assertThat(read("Files", "").block()).isEmpty();
  }

  @Test
  void choosesTheFormByItsName() {
    assertThat(read("Files", "\n x 1 y").textOrBlock()).isEqualTo(" x 1 y\n");
    assertThat(read("Conffiles", "\n /x 1").textOrBlock()).isEqualTo(" /x 1");
  }

  @Test
  void showsUndecodableBytesAsReplacement() {
    assertThat(read("Maintainer", " Jos\uDCE9").text()).isEqualTo("Jos\uFFFD");
    assertThat(read("Description", " Jos\uDCE9\n x").block()).isEqualTo(" Jos\uFFFD\n x\n");
  }

  @Test
  void putsABlankAfterTheColonUnlessThereIsOne() {
    assertThat(Field.of("A", "b")).hasToString("A: b");
    assertThat(Field.of("A", " b")).hasToString("A: b");
    assertThat(Field.of("A", "\n b")).hasToString("A:\n b");
    assertThat(Field.of("A", "")).hasToString("A: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\n", "a\n\n b", "a\nB: c", "\n", "a\r\n b", "a\r", "a\n b\n"})
  void refusesValuesThatWouldEndTheField(String value) {
    assertThatThrownBy(() -> Field.of("A", value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("value of A");
  }
}
