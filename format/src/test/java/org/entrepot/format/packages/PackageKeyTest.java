package org.entrepot.format.packages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.entrepot.format.FormatException;
import org.entrepot.format.Seed;
import org.entrepot.format.architecture.Architecture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackageKeyTest {
  @Test
  void printsAndReadsABinary() throws Exception {
    var key = new PackageKey(new Architecture("amd64"), "hardlink", "0.2.1", 0xdaf8fcecbf8210adL);
    assertThat(key.full()).isEqualTo("Pamd64 hardlink 0.2.1 daf8fcecbf8210ad");
    assertThat(key.shortKey()).isEqualTo("Pamd64 hardlink 0.2.1");
    assertThat(key).hasToString(key.full());
    assertThat(PackageKey.parse(key.full())).isEqualTo(key);
  }

  @Test
  void anInstallerHasAnEmptyVersionAndPerhapsFifteenDigits() throws Exception {
    var key = PackageKey.parse("Pamd64 installer  1904ffd1f634d5b");
    assertThat(key.version()).isEmpty();
    assertThat(key.filesHash()).isEqualTo(0x1904ffd1f634d5bL);
    assertThat(key.full()).isEqualTo("Pamd64 installer  1904ffd1f634d5b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "P",
        "Pamd64 a 1",
        "Xamd64 a 1 12345678",
        "P a 1 12345678",
        "Pamd64  1 12345678",
        "Pamd64 a 1 1234567",
        "Pamd64 a 1 1234567g",
        "Pamd64 a 1 1234567G",
        "Pamd64 a 1 12345678901234567",
        "Pamd64 a 1 12345678 x",
        "Pamd64 a\n 1 12345678",
        "P../x a 1 12345678",
        "Pamd64 a 1 -2345678",
      })
  void refusesOtherText(String text) {
    assertThatThrownBy(() -> PackageKey.parse(text))
        .isInstanceOf(FormatException.class)
        .hasMessageStartingWith("the package key ");
  }

  @Test
  void refusesPartsThatWouldMakeTheTextAmbiguous() {
    assertThatThrownBy(() -> new PackageKey(Architecture.ALL, "a b", "1", 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new PackageKey(Architecture.ALL, "", "1", 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new PackageKey(Architecture.ALL, "a", "1 2", 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatIsPrintedIsReadBack() throws Exception {
    var random = Seed.random("PackageKeyTest");
    for (int i = 0; i < 2_000; i++) {
      long hash = random.nextLong() >>> random.nextInt(64);
      var key =
          new PackageKey(
              new Architecture("a" + Seed.text(random, "a6-", 5)),
              "n" + Seed.text(random, "az+-.", 5),
              Seed.text(random, "1:~-+.a", 6),
              hash);
      assertThat(PackageKey.parse(key.full())).isEqualTo(key);
    }
  }
}
