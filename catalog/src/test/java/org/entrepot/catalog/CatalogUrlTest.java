package org.entrepot.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CatalogUrlTest {
  @Test
  void aPathIsAFile() {
    assertThat(CatalogUrl.parse("sqlite:/a b/c.db"))
        .isEqualTo(CatalogUrl.sqlite(Path.of("/a b/c.db")));
  }

  @Test
  void aServerMayBeWrittenWithoutJdbc() {
    assertThat(CatalogUrl.parse("postgresql://h/d"))
        .isEqualTo(CatalogUrl.parse("jdbc:postgresql://h/d"));
  }

  @Test
  void aPasswordIsNotPrinted() {
    var url = CatalogUrl.parse("jdbc:postgresql://me:secret@h:5432/d?password=secret");
    assertThat(url).hasToString("jdbc:postgresql://h:5432/d");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "sqlite:", "mysql://h/d", "/a/file"})
  void anythingElseIsRefused(String text) {
    assertThatThrownBy(() -> CatalogUrl.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
