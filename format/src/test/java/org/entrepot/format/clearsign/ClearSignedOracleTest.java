package org.entrepot.format.clearsign;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.entrepot.testkit.Tool;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClearSignedOracleTest {
  private static final List<String> TEXTS =
      List.of(
          "Origin: x\n",
          "no newline",
          "-dash\n--\n- \n-----BEGIN PGP SIGNED MESSAGE-----\n",
          "From me\n\n\nto you\n\n",
          "\n",
          "trailing  \t\nblanks \n");

  @TempDir private static Path home;

  private static Tool gpg() {
    return Tool.of("gpg").with("GNUPGHOME", home.toString());
  }

  @BeforeAll
  static void makeKey() {
    gpg()
        .text(
            "--batch",
            "--passphrase",
            "",
            "--quick-gen-key",
            "Test <test@example.org>",
            "rsa2048",
            "sign",
            "never");
  }

  @AfterAll
  static void stopAgent() {
    Tool.of("gpgconf").with("GNUPGHOME", home.toString()).run("--kill", "all");
  }

  @Test
  void textsSignedByGpgAreTakenApart() throws Exception {
    for (String text : TEXTS) {
      byte[] signed =
          gpg()
              .reading(text.getBytes(StandardCharsets.UTF_8))
              .run("--batch", "--clearsign")
              .requireSuccess()
              .stdout();

      ClearSigned read = ClearSigned.parse(signed, "x");

      String lines = text.endsWith("\n") ? text : text + "\n";
      assertThat(new String(read.text(), StandardCharsets.UTF_8))
          .isEqualTo(lines.replaceAll("[ \t]+\n", "\n"));
    }
  }

  @Test
  void gpgAcceptsTheSignatureOfTheTextInOurFrame() throws Exception {
    for (String text : TEXTS) {
      byte[] plain = text.getBytes(StandardCharsets.UTF_8);
      ClearSigned bySigner =
          ClearSigned.parse(
              gpg().reading(plain).run("--batch", "--clearsign").requireSuccess().stdout(), "x");

      byte[] ours = ClearSigned.frame(plain, bySigner.hashNames(), bySigner.signature());

      assertThat(gpg().reading(ours).run("--batch", "--verify").exitCode()).as(text).isZero();
    }
  }

  @Test
  void aTextSignatureOverTheSignedTextIsTheSameSignature() throws Exception {
    // a text-mode (0x01) detached signature covers exactly signedText()
    byte[] plain = "a  \n-b\n\nc\n".getBytes(StandardCharsets.UTF_8);
    ClearSigned signed =
        ClearSigned.parse(
            gpg().reading(plain).run("--batch", "--clearsign").requireSuccess().stdout(), "x");
    Path signature = Files.write(home.resolve("signature.asc"), signed.signature());
    Path data = Files.write(home.resolve("data"), signed.signedText());

    assertThat(gpg().run("--batch", "--verify", signature, data).stderr())
        .contains("Good signature");
  }
}
