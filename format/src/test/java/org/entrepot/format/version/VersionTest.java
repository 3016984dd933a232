package org.entrepot.format.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.entrepot.format.FormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VersionTest {
  @ParameterizedTest
  @CsvSource({
    "1.0, 1.0-0, 0",
    "0:1, 1, 0",
    "1.09, 1.9, 0",
    "2:0.1, 1:99, 1",
    "1.0-1, 1.0-1+b1, -1",
    "1.0., 1.0, 1",
    "1.0~rc1, 1.0, -1",
    "1.0~~, 1.0~, -1",
    "1.0~~a, 1.0~~, 1",
    "1.0a, 1.0+, -1",
    "1.0-1, 1.0-1~bpo1, 1",
    "1.0-1-1, 1.0-2, 1",
    "9223372036854775808, 9223372036854775807, 1",
    "1, 1~, 1",
    "1-, 1, 0",
    "'', 0, 0",
    "'', ~, 1",
    "'', a, -1",
    "1.0A, 1.0a, -1",
    "1.0a, 1.0a0, 0",
    "00:1, 1, 0",
  })
  void comparesAsTheStandardSays(String a, String b, int expected) {
    var one = Version.parseLenient(a);
    var other = Version.parseLenient(b);
    assertThat(Integer.signum(one.compareTo(other))).isEqualTo(expected);
    assertThat(Integer.signum(other.compareTo(one))).isEqualTo(-expected);
  }

  @ParameterizedTest
  @CsvSource({
    "1.0, '', 1.0, ''",
    "1:1.0-2, 1, 1.0, 2",
    "1.0-1-2, '', 1.0-1, 2",
    "1:2:3-4, 1, 2:3, 4",
    "1.0-, '', 1.0, ''",
    "a-b:1, a-b, 1, ''",
    "'', '', '', ''",
  })
  void splitsAtTheFirstColonAndTheLastHyphen(
      String text, String epoch, String upstream, String revision) {
    var version = Version.parseLenient(text);
    assertThat(version.epoch()).isEqualTo(epoch);
    assertThat(version.upstream()).isEqualTo(upstream);
    assertThat(version.revision()).isEqualTo(revision);
    assertThat(version).hasToString(text);
  }

  @Test
  void equalityIsThatOfTheText() {
    assertThat(Version.parseLenient("1.0")).isNotEqualTo(Version.parseLenient("1.0-0"));
    assertThat(Version.parseLenient("1.0"))
        .isEqualTo(Version.parseLenient("1.0"))
        .hasSameHashCodeAs(Version.parseLenient("1.0"));
    assertThat(Version.parseLenient("2:1.0-1").withoutEpoch()).isEqualTo("1.0-1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":1",
        "1:",
        "1-",
        "a1",
        "1:a",
        "1_2",
        "1 2",
        " 1",
        "1-2:3",
        "-1",
        "1:-1",
        "2147483648:1",
        "99999999999999999999:1",
        "x:1",
        "1é",
        "1\n",
        "1/2",
        "-1:1"
      })
  void theStrictReaderRefuses(String text) {
    assertThatThrownBy(() -> Version.parse(text))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("Policy 5.6.12")
        .hasMessageStartingWith("the version ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1", "0", "1:1", "2147483647:1", "0000000000002:1", "1:2:3", "1-~", "1.0+b~-1+c"})
  void theStrictReaderTakes(String text) throws Exception {
    assertThat(Version.parse(text)).isEqualTo(Version.parseLenient(text));
  }

  @Test
  void theSortKeyIsStableAndACopy() {
    var version = Version.parseLenient("1:2.10-3");
    byte[] key = version.sortKey();
    assertThat(key)
        .isEqualTo(new byte[] {2, 1, '1', 2, 2, 1, '2', 101, 2, 2, '1', '0', 2, 2, 1, '3', 2});
    key[0] = 9;
    assertThat(version.sortKey()[0]).isEqualTo((byte) 2);
  }
}
