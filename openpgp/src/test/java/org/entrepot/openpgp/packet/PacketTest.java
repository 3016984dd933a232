package org.entrepot.openpgp.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.entrepot.openpgp.OpenPgpException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PacketTest {
  @ParameterizedTest(name = "{3}")
  @CsvSource({
    "8803, 3, 2, 4.2.1 old format of one octet",
    "890003, 3, 2, 4.2.1 old format of two octets",
    "8A00000003, 3, 2, 4.2.1 old format of four octets",
    "C203, 3, 2, 4.2.2.1 one octet",
    "C2BF, 191, 2, 4.2.2.1 the largest of one octet",
    "C2C000, 192, 2, 4.2.2.2 the smallest of two octets",
    "C2DFFF, 8383, 2, 4.2.2.2 the largest of two octets",
    "C2FF00000003, 3, 2, 4.2.2.3 five octets",
    "FC00, 0, 60, the largest experimental tags"
  })
  void headersAreReadAsInSection4(String header, int length, int tag, String rule) {
    byte[] head = HexFormat.of().parseHex(header);
    byte[] bytes = Arrays.copyOf(head, head.length + length);
    byte[] twice = Arrays.copyOf(bytes, bytes.length * 2);
    System.arraycopy(bytes, 0, twice, bytes.length, bytes.length);

    List<Packet> packets = Packet.readAll(twice, "p");

    assertThat(packets).hasSize(2);
    for (Packet packet : packets) {
      assertThat(packet.tag()).isEqualTo(tag);
      assertThat(packet.body()).hasSize(length);
      assertThat(packet.bytes()).isEqualTo(bytes);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "00",
        "7F",
        "88",
        "8801",
        "89",
        "8900",
        "8A000000",
        "8B",
        "8B00",
        "C2",
        "C201",
        "C2C0",
        "C2E0",
        "C2FE00",
        "C2FF",
        "C2FF000000",
        "C2FFFFFFFFFF",
        "8AFFFFFFFF",
        "8A7FFFFFFF",
        "880000"
      })
  void damagedHeadersAreRefusedWithTheirPlace(String hex) {
    assertThatThrownBy(() -> Packet.readAll(HexFormat.of().parseHex(hex), "p"))
        .isInstanceOf(OpenPgpException.class)
        .hasMessageMatching("p, byte \\d: this .*");
  }

  @Test
  void nothingHoldsNoPackets() {
    assertThat(Packet.readAll(new byte[0], "p")).isEmpty();
  }
}
