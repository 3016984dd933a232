package org.entrepot.format.clearsign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.entrepot.format.FormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ClearSignedTest {
  private static final String BEGIN = "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n";
  private static final String SIGNATURE =
      "-----BEGIN PGP SIGNATURE-----\n\niQFake\n=abcd\n-----END PGP SIGNATURE-----\n";

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static ClearSigned parse(String text) throws FormatException {
    return ClearSigned.parse(bytes(text), "InRelease");
  }

  @Test
  void aMessageIsTakenApart() throws Exception {
    ClearSigned signed =
        parse(BEGIN + "Origin: x\n- -----dashed\n- - twice\n- \nend\n" + SIGNATURE);

    assertThat(signed.hashNames()).containsExactly("SHA256");
    assertThat(text(signed.text())).isEqualTo("Origin: x\n-----dashed\n- twice\n\nend\n");
    assertThat(text(signed.signedText()))
        .isEqualTo("Origin: x\r\n-----dashed\r\n- twice\r\n\r\nend");
    assertThat(text(signed.signature())).isEqualTo(SIGNATURE);
  }

  @Test
  void whatIsNotSignedIsNotInTheText() throws Exception {
    ClearSigned signed = parse("\n" + BEGIN + "a  \t\r\n  \r\n b\t\n" + SIGNATURE + "\n \n");

    assertThat(text(signed.text())).isEqualTo("a\n\n b\n");
    assertThat(text(signed.signedText())).isEqualTo("a\r\n\r\n b");
  }

  @Test
  void carriageReturnsEverywhereAreRead() throws Exception {
    ClearSigned signed = parse((BEGIN + "a\nb\n" + SIGNATURE).replace("\n", "\r\n"));

    assertThat(text(signed.text())).isEqualTo("a\nb\n");
    assertThat(text(signed.signature())).isEqualTo(SIGNATURE);
  }

  @Test
  void emptyTextAndSeveralHashesAreRead() throws Exception {
    ClearSigned signed =
        parse(
            "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256, SHA512\nHash: SHA1\n\n" + SIGNATURE);

    assertThat(signed.hashNames()).containsExactly("SHA256", "SHA512", "SHA1");
    assertThat(signed.text()).isEmpty();
    assertThat(signed.signedText()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n\n",
        "Origin: x\n",
        "evil\n" + BEGIN + "a\n" + SIGNATURE,
        BEGIN + "a\n" + SIGNATURE + "evil\n",
        BEGIN + "a\n" + SIGNATURE + BEGIN + "b\n" + SIGNATURE,
        BEGIN + "a\n-dash\n" + SIGNATURE,
        BEGIN + "a\n-\n" + SIGNATURE,
        BEGIN + "-----BEGIN PGP SIGNED MESSAGE-----\n" + SIGNATURE,
        BEGIN + "a\n-----END PGP SIGNATURE-----\n",
        BEGIN + "a\n-----BEGIN PGP SIGNATURE-----\n\nabc\n",
        BEGIN
            + "a\n"
            + "-----BEGIN PGP SIGNATURE-----\n"
            + "-----BEGIN PGP SIGNATURE-----\n"
            + "-----END PGP SIGNATURE-----\n",
        BEGIN + "a\n",
        "-----BEGIN PGP SIGNED MESSAGE-----\n",
        "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n",
        "-----BEGIN PGP SIGNED MESSAGE-----\nOrigin: evil\n\na\n" + SIGNATURE,
        "-----BEGIN PGP SIGNED MESSAGE-----\nNotDashEscaped: You need GnuPG\n\na\n" + SIGNATURE,
        " -----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\na\n" + SIGNATURE,
      })
  void brokenFramingIsRefused(String text) {
    assertThatExceptionOfType(FormatException.class)
        .isThrownBy(() -> parse(text))
        .withMessageStartingWith("InRelease");
  }

  @Test
  void onlyAMessageAtTheBeginningCountsAsSigned() {
    assertThat(ClearSigned.isClearSigned(bytes("\n" + BEGIN))).isTrue();
    assertThat(ClearSigned.isClearSigned(bytes("a\n" + BEGIN))).isFalse();
    assertThat(ClearSigned.isClearSigned(new byte[0])).isFalse();
  }

  @Test
  void framedTextComesBackWhateverItHolds() throws Exception {
    long seed = Long.getLong("entrepot.seed", 20261123L);
    System.out.println("seed " + seed);
    var random = new Random(seed);
    String alphabet = "-\n ab\tF\u00e9";
    for (int round = 0; round < 3000; round++) {
      var built = new StringBuilder();
      for (int i = random.nextInt(40); i > 0; i--) {
        built.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      String whole = built.toString().endsWith("\n") ? built.toString() : built + "\n";

      ClearSigned signed =
          ClearSigned.parse(
              ClearSigned.frame(bytes(built.toString()), List.of("SHA256"), bytes(SIGNATURE)), "x");

      assertThat(text(signed.text())).isEqualTo(whole.replaceAll("[ \t]+\n", "\n"));
      assertThat(signed.signedText()).isEqualTo(ClearSigned.toSigned(bytes(built.toString())));
    }
  }

  @Test
  void framingNeedsAnArmoredSignatureAndADigestName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ClearSigned.frame(bytes("a"), List.of("SHA256"), bytes("x")));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ClearSigned.frame(bytes("a"), List.of(), bytes(SIGNATURE)));
  }
}
