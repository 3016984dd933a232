package org.entrepot.format.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.entrepot.format.FormatException;
import org.entrepot.format.checksum.ChecksumCalculator;
import org.entrepot.format.clearsign.ClearSigned;
import org.entrepot.testkit.BuiltFiles;
import org.entrepot.testkit.DscBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DscFileTest {
  private static final String MD5 = "d41d8cd98f00b204e9800998ecf8427e";
  private static final byte[] SIGNATURE =
      "-----BEGIN PGP SIGNATURE-----\n\nabc\n-----END PGP SIGNATURE-----\n"
          .getBytes(StandardCharsets.US_ASCII);

  private static DscFile parse(String text) throws FormatException {
    return DscFile.parse(text.getBytes(StandardCharsets.UTF_8), "a.dsc");
  }

  static Stream<DscBuilder> sources() {
    return Stream.of(DscBuilder.nativePackage("app", "1.0"), DscBuilder.withDiff("app", "2:1.0-1"));
  }

  @ParameterizedTest
  @MethodSource("sources")
  void everythingDeclaredIsReadAndTrue(DscBuilder builder) throws Exception {
    BuiltFiles built = builder.build();

    DscFile dsc = DscFile.read(new ByteArrayInputStream(built.mainBytes()), built.main());

    assertThat(dsc.stanza().text("Source")).isEqualTo("app");
    assertThat(dsc.signature()).isEmpty();
    assertThat(dsc.files().keySet())
        .containsExactlyElementsOf(built.names().subList(0, built.names().size() - 1));
    for (var file : dsc.files().entrySet()) {
      var actual = ChecksumCalculator.of(new ByteArrayInputStream(built.bytes(file.getKey())));
      assertThat(file.getValue().mismatches(actual)).isEmpty();
      assertThat(file.getValue().sha256()).contains(actual.sha256());
      assertThat(file.getValue().md5()).contains(actual.md5());
      assertThat(file.getValue().sha512()).isEmpty();
    }
  }

  @Test
  void aSignedOneSaysTheSame() throws Exception {
    var builder = DscBuilder.nativePackage("app", "1.0");
    DscFile plain = DscFile.parse(builder.build().mainBytes(), "x");

    DscFile signed =
        DscFile.parse(
            builder
                .signedBy(text -> ClearSigned.frame(text, List.of("SHA256"), SIGNATURE))
                .build()
                .mainBytes(),
            "x");

    assertThat(signed.stanza()).isEqualTo(plain.stanza());
    assertThat(signed.files()).isEqualTo(plain.files());
    assertThat(signed.signature()).isPresent();
  }

  @Test
  void aLieIsToldAsDeclared() throws Exception {
    var built =
        DscBuilder.nativePackage("app", "1.0")
            .lieAboutDigests("app_1.0.tar.xz")
            .lieAboutSize("app_1.0.tar.xz")
            .build();

    var declared = DscFile.parse(built.mainBytes(), "x").files().firstEntry().getValue();

    assertThat(
            declared.mismatches(
                ChecksumCalculator.of(new ByteArrayInputStream(built.bytes("app_1.0.tar.xz")))))
        .hasSize(4);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../etc/passwd",
        "/etc/passwd",
        "dir/file",
        "..",
        ".",
        "bell\u0007",
        "\u0080",
        "del\u007f"
      })
  void aNameThatIsNoPlainFileNameIsRefused(String name) {
    byte[] dsc =
        DscBuilder.nativePackage("app", "1.0").listAs("app_1.0.tar.xz", name).build().mainBytes();

    assertThatExceptionOfType(FormatException.class)
        .isThrownBy(() -> DscFile.parse(dsc, "a.dsc"))
        .withMessageContaining("plain file name");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Source: a\n",
        "Source: a\nFiles:\n",
        "Source: a\nFiles:\n " + MD5 + " a.tar\n",
        "Source: a\nFiles:\n " + MD5 + " -1 a.tar\n",
        "Source: a\nFiles:\n " + MD5 + " 9999999999999999999 a.tar\n",
        "Source: a\nFiles:\n " + MD5 + " x a.tar\n",
        "Source: a\nFiles:\n " + MD5 + "00 1 a.tar\n",
        "Source: a\nFiles:\n zz1d8cd98f00b204e9800998ecf8427e 1 a.tar\n",
        "Source: a\nFiles:\n " + MD5 + " 1 a.tar\n " + MD5 + " 1 a.tar\n",
        "Source: a\nFiles:\n "
            + MD5
            + " 1 a.tar\nChecksums-Sha1:\n da39a3ee5e6b4b0d3255bfef95601890afd80709 2 a.tar\n",
        "Source: a\nFiles:\n " + MD5 + " 1 a.tar\n\nSource: b\n",
        "evil\n-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nSource: a\n",
      })
  void brokenListsAreRefused(String text) {
    assertThatExceptionOfType(FormatException.class)
        .isThrownBy(() -> parse(text))
        .withMessageStartingWith("a.dsc");
  }

  @Test
  void listsAreMergedWhateverTheyCover() throws Exception {
    DscFile dsc =
        parse(
            "Source: a\nFiles: "
                + MD5
                + " 0 a\n  "
                + MD5
                + "\t0   b\n"
                + "checksums-sha1:\n"
                + " da39a3ee5e6b4b0d3255bfef95601890afd80709 0 c\n"
                + " da39a3ee5e6b4b0d3255bfef95601890afd80709 0 a\n");

    assertThat(dsc.files().keySet()).containsExactly("a", "b", "c");
    assertThat(dsc.files().firstEntry().getValue().sha1()).isPresent();
  }

  @Test
  void aFileWithoutEndIsNotReadToItsEnd() {
    var endless =
        new InputStream() {
          @Override
          public int read() {
            return 'a';
          }

          @Override
          public int read(byte[] buffer, int offset, int length) {
            Arrays.fill(buffer, offset, offset + length, (byte) 'a');
            return length;
          }
        };
    assertThatExceptionOfType(FormatException.class)
        .isThrownBy(() -> DscFile.read(endless, "a.dsc"))
        .withMessageContaining("larger");
  }
}
