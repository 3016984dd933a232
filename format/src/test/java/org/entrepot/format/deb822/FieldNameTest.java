package org.entrepot.format.deb822;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldNameTest {
  @ParameterizedTest
  @CsvSource({
    "xb-FOO-barBaz, Xb-Foo-Barbaz",
    "Description-md5, Description-Md5",
    "Npp-MimeType, Npp-Mimetype",
    "sha1, SHA1",
    "Sha256, SHA256",
    "SHA512, SHA512",
    "MD5sum, MD5Sum",
    "notautomatic, NotAutomatic",
    "BUTAUTOMATICUPGRADES, ButAutomaticUpgrades",
    "Checksums-SHA256, Checksums-Sha256",
    "vcs-git, Vcs-Git",
    "a--b, A--B",
  })
  void hasACustomarySpelling(String name, String canonical) {
    assertThat(new FieldName(name).canonical()).isEqualTo(canonical);
  }

  @Test
  void isEqualWithoutRegardToCaseAndKeepsItsSpelling() {
    var name = new FieldName("mD5sUM");
    assertThat(name).isEqualTo(new FieldName("MD5Sum")).hasSameHashCodeAs(new FieldName("md5sum"));
    assertThat(name).isEqualByComparingTo(new FieldName("MD5Sum"));
    assertThat(name).isNotEqualTo(new FieldName("MD5")).hasToString("mD5sUM");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "#a", "-a", "a b", "a:b", "a\n", "ä", "a\u0000", "a\u007f"})
  void refusesWhatPolicyForbids(String name) {
    assertThatThrownBy(() -> new FieldName(name)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void knowsTheFieldsWhoseLinesCarryMeaning() {
    assertThat(new FieldName("files").isMultiLine()).isTrue();
    assertThat(new FieldName("Checksums-SHA512").isMultiLine()).isTrue();
    assertThat(new FieldName("Depends").isMultiLine()).isFalse();
    assertThat(new FieldName("Conffiles").isMultiLine()).isFalse();
  }
}
