package org.entrepot.format.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.entrepot.format.Seed;
import org.junit.jupiter.api.Test;

class ByteTextTest {
  @Test
  void validTextIsOrdinaryUtf8() {
    var text = "Grüße, 日本, 😀, \uFFFD";
    assertThat(ByteText.encode(text)).isEqualTo(text.getBytes(StandardCharsets.UTF_8));
    assertThat(ByteText.decode(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(text);
    assertThat(ByteText.readable(text)).isEqualTo(text);
  }

  @Test
  void bytesThatAreNotUtf8SurviveAndAreShownAsReplacement() {
    byte[] latin1 = "Jos\u00e9 <j@x>".getBytes(StandardCharsets.ISO_8859_1);
    var text = ByteText.decode(latin1);
    assertThat(text).isEqualTo("Jos\uDCE9 <j@x>");
    assertThat(ByteText.encode(text)).isEqualTo(latin1);
    assertThat(ByteText.readable(text)).isEqualTo("Jos\uFFFD <j@x>");
  }

  @Test
  void surrogatesThatStandForNoByteBecomeTheReplacementCharacter() {
    assertThat(ByteText.encode("a\uD800b\uDC7Fc"))
        .isEqualTo("a\uFFFDb\uFFFDc".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void anyBytesComeBack() {
    var random = Seed.random("ByteTextTest");
    for (int i = 0; i < 20_000; i++) {
      var bytes = new byte[random.nextInt(12)];
      random.nextBytes(bytes);
      var text = ByteText.decode(bytes);
      assertThat(ByteText.encode(text)).isEqualTo(bytes);
      var readable = ByteText.readable(text);
      assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(readable)).isTrue();
    }
  }

  @Test
  void decodesOnlyTheRange() {
    byte[] bytes = {'a', (byte) 0xff, 'b', 'c'};
    assertThat(ByteText.decode(bytes, 1, 3)).isEqualTo("\uDCFFb");
  }
}
