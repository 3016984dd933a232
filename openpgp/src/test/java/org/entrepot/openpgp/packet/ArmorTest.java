package org.entrepot.openpgp.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.entrepot.openpgp.OpenPgpException;
import org.entrepot.testkit.Tool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArmorTest {
  private static final String HEAD = "-----BEGIN PGP SIGNATURE-----\n";
  private static final String TAIL = "-----END PGP SIGNATURE-----\n";

  @Test
  void everyLengthIsReadBack() {
    var random = new Random(7);
    for (int length = 0; length < 300; length++) {
      byte[] content = new byte[length];
      random.nextBytes(content);

      byte[] text = Armor.write(Armor.SIGNATURE, content);

      assertThat(Armor.isText(text)).isTrue();
      List<Armor.Block> blocks = Armor.read(text, "a");
      assertThat(blocks).hasSize(1);
      assertThat(blocks.getFirst().content()).isEqualTo(content);
      assertThat(new String(text, StandardCharsets.US_ASCII).lines())
          .allMatch(line -> line.length() <= 64);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 47, 48, 49, 95, 96, 97, 1000})
  void gpgReadsWhatIsWritten(int length) {
    byte[] content = new byte[length];
    new Random(length).nextBytes(content);
    byte[] text = Armor.write(Armor.SIGNATURE, content);

    byte[] read = Tool.of("gpg").reading(text).run("--dearmor").requireSuccess().stdout();

    assertThat(read).isEqualTo(content);
  }

  @Test
  void headersTextAroundAndMissingChecksumsAreAccepted() {
    String text =
        "hello\r\n\r\n"
            + HEAD
            + "Version: x\nComment: y: z\n \nAQID\n"
            + TAIL
            + "bye\n"
            + HEAD
            + "\r\nBA==\r\n"
            + TAIL;

    List<Armor.Block> blocks = Armor.read(ascii(text), "a");

    assertThat(blocks).extracting(Armor.Block::label).containsOnly("PGP SIGNATURE").hasSize(2);
    assertThat(blocks.get(0).content()).containsExactly(1, 2, 3);
    assertThat(blocks.get(1).content()).containsExactly(4);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        HEAD,
        HEAD + "\n",
        HEAD + "AQID\n" + TAIL,
        HEAD + "\nAQID\n",
        HEAD + "\nAQI\n=====\n" + TAIL,
        HEAD + "\nA*ID\n" + TAIL,
        HEAD + "\nAQID\n=AAAA\n" + TAIL,
        HEAD + "\nAQID\n=AAAA\nAQID\n" + TAIL,
        HEAD + "\nAQID\n-----END PGP MESSAGE-----\n"
      })
  void damagedBlocksAreRefused(String text) {
    assertThatThrownBy(() -> Armor.read(ascii(text), "a"))
        .isInstanceOf(OpenPgpException.class)
        .hasMessageStartingWith("a ");
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
