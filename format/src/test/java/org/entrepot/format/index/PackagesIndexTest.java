package org.entrepot.format.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.entrepot.format.FormatException;
import org.entrepot.format.Seed;
import org.entrepot.format.checksum.ChecksumCalculator;
import org.entrepot.format.checksum.DeclaredChecksums;
import org.entrepot.format.checksum.Sha256;
import org.entrepot.format.deb822.Stanza;
import org.entrepot.format.deb822.StanzaReader;
import org.entrepot.format.packages.NamedChecksums;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PackagesIndexTest {
  private static final byte[] DEB = "not quite a package".getBytes(StandardCharsets.UTF_8);
  private static final NamedChecksums FILE =
      NamedChecksums.of("data_2.0_all.deb", ChecksumCalculator.of(DEB));

  @Test
  void fieldsComeInTheUsualOrderThenByName() throws FormatException {
    var control =
        """
        Homepage: http://x.y/a
        version: 2.0
        Description: test data
         long text
         .
         more
        Architecture: all
        sha512: of another archive
        Filename: old/path
        size: 7
        xb-FOO-barBaz: z
        Multi-Arch: foreign
        Maintainer: T <t@e.x>
        Section: misc
        Package: data
        """;
    assertThat(render(control))
        .isEqualTo(
            """
            Package: data
            Section: misc
            Maintainer: T <t@e.x>
            Architecture: all
            Version: 2.0
            Filename: pool/cmp/d/data/data_2.0_all.deb
            Size: 19
            MD5sum: %s
            SHA1: %s
            SHA256: %s
            SHA512: %s
            Description: test data
             long text
             .
             more
            Homepage: http://x.y/a
            Multi-Arch: foreign
            Xb-Foo-Barbaz: z

            """
                .formatted(
                    ChecksumCalculator.of(DEB).md5(),
                    ChecksumCalculator.of(DEB).sha1(),
                    ChecksumCalculator.of(DEB).sha256(),
                    ChecksumCalculator.of(DEB).sha512()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '@',
      ignoreLeadingAndTrailingWhitespace = false,
      quoteCharacter = '"',
      value = {
        // relationship fields: items trimmed, joined by ", "; absent when empty
        "Depends: a ,b|c,n  d  (>=1)@Depends: a, b|c, d  (>=1)",
        "Depends:n a,n b,@Depends: a, b",
        "Depends:@",
        "Recommends: ,, ,n ,@",
        "Source:@",
        "Source:   app-src (1.1-2)  @Source: app-src (1.1-2)",
        // other known fields: one line
        "Breaks: a,n b@Breaks: a, b",
        "Section:@Section: ",
        // multi-line values keep their lines
        "Conffiles:n /etc/a 1n /etc/b 2@Conffiles:n /etc/a 1n /etc/b 2",
        "Tag: a::b, n  c::d@Tag: a::b,n  c::d",
        "X-Empty:@X-Empty: ",
        // a line of blanks could end the stanza for some readers
        "Description: an  n b@Description: an .n b",
        "Conffiles:n   n /etc/b 2@Conffiles:n /etc/b 2",
        // names
        "description-MD5: x@Description-Md5: x",
        "essential : yes@Essential: yes",
      })
  void valuesAreWrittenAsTheirFieldAsks(String line, String expected) throws FormatException {
    // "n" followed by a blank stands for a line break
    var control = line.replace("n ", "\n ");
    var lines = render("Package: x\n" + control + "\n").lines().toList();
    var made = List.of("Package", "Filename", "Size", "MD5sum", "SHA1", "SHA256", "SHA512");
    var rest =
        lines.stream()
            .filter(l -> !l.isEmpty() && made.stream().noneMatch(m -> l.startsWith(m + ":")))
            .toList();
    var wanted = expected == null ? "" : expected.replace("n ", "\n ");
    assertThat(String.join("\n", rest)).isEqualTo(wanted);
  }

  @Test
  void onlyKnownDigestsAreWrittenAndTheDirectoryMayBeMissing() throws FormatException {
    var file =
        new NamedChecksums("a.deb", DeclaredChecksums.NONE.with(Sha256.parse("0".repeat(64))));
    var text = PackagesIndex.render(Stanza.parse("Package: a\n", "test"), "", file);
    assertThat(new String(text, StandardCharsets.UTF_8))
        .isEqualTo("Package: a\nFilename: a.deb\nSHA256: " + "0".repeat(64) + "\n\n");
  }

  @Test
  void pathsThatWouldForgeAFieldAreRefused() throws FormatException {
    var control = Stanza.parse("Package: a\n", "test");
    var hostile = NamedChecksums.of("a\nEssential: yes", ChecksumCalculator.of(DEB));
    assertThatThrownBy(() -> PackagesIndex.render(control, "pool", hostile))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> PackagesIndex.render(control, "pool\n", FILE))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void bytesThatAreNotUtf8AreKept() throws FormatException {
    byte[] control = {'P', ':', ' ', (byte) 0xff, '\n'};
    var text = PackagesIndex.render(Stanza.parse(control, "test"), "", FILE);
    assertThat(text).contains(0xff).endsWith(control[2], 0xff, '\n', '\n');
  }

  @Test
  void aStanzaOfManyFieldsIsSortedToo() throws FormatException {
    var control = new StringBuilder("Description: last\n");
    for (int i = 0; i < 1000; i++) {
      control
          .append("X-")
          .append(Integer.toString(i * 7919 % 1000, 36))
          .append(": ")
          .append(i)
          .append('\n');
    }
    control.append("Package: first\n");
    var names = render(control.toString()).lines().filter(l -> l.startsWith("X-")).toList();
    assertThat(names).hasSize(1000);
    assertThat(names.stream().map(l -> l.substring(0, l.indexOf(':')))).isSorted();
  }

  @Test
  void whatIsWrittenIsReadBackAndWrittenTheSameAgain() throws FormatException, IOException {
    var random = Seed.random("PackagesIndexTest");
    int stanzas = 0;
    for (int i = 0; i < 20_000; i++) {
      var text = Seed.text(random, "\n\n :,,aB-\tSizeDepends", 40);
      List<Stanza> read;
      try {
        read = stanzas(text.getBytes(StandardCharsets.UTF_8));
      } catch (FormatException e) {
        continue;
      }
      for (var stanza : read) {
        var once = PackagesIndex.render(stanza, "pool", FILE);
        var parsed = stanzas(once);
        assertThat(parsed).as(text).hasSize(1);
        assertThat(PackagesIndex.render(parsed.getFirst(), "pool", FILE)).as(text).isEqualTo(once);
        stanzas++;
      }
    }
    assertThat(stanzas).isGreaterThan(200);
  }

  private static List<Stanza> stanzas(byte[] text) throws FormatException, IOException {
    var all = new ArrayList<Stanza>();
    try (var reader = new StanzaReader(new ByteArrayInputStream(text), "test")) {
      for (var next = reader.read(); next.isPresent(); next = reader.read()) {
        all.add(next.get());
      }
    }
    return all;
  }

  private static String render(String control) throws FormatException {
    var stanza = Stanza.parse(control, "test");
    return new String(
        PackagesIndex.render(stanza, "pool/cmp/d/data", FILE), StandardCharsets.UTF_8);
  }
}
