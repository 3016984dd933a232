package org.entrepot.format.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.entrepot.format.FormatException;
import org.entrepot.format.checksum.ChecksumCalculator;
import org.entrepot.format.checksum.Checksums;
import org.entrepot.format.checksum.DeclaredChecksums;
import org.entrepot.format.deb822.Stanza;
import org.entrepot.format.packages.NamedChecksums;
import org.junit.jupiter.api.Test;

class SourcesIndexTest {
  private static final Checksums TAR = checksums("tar");
  private static final Checksums DSC = checksums("dsc file");
  private static final List<NamedChecksums> FILES =
      List.of(
          NamedChecksums.of("pyspi_0.6.1.orig.tar.gz", TAR),
          NamedChecksums.of("pyspi_0.6.1-1.3.dsc", DSC));

  @Test
  void aDscBecomesAStanzaOfSources() throws FormatException {
    var dsc =
        """
        Format: 1.0
        Source: pyspi
        Binary: python-at-spi
        Architecture: any
        Version: 0.6.1-1.3
        Maintainer: Jose <j@x.org>
        Vcs-Git: https://x.org
        Build-Depends: debhelper (>= 5),
         libatspi-dev
        Package-List:
         python-at-spi deb python optional
        Checksums-Sha512:
         0000 1 other
        Files:
         0000 1 other
        """;
    var text = SourcesIndex.render(Stanza.parse(dsc, "test"), "pool/main/p/pyspi", FILES);
    assertThat(new String(text, StandardCharsets.UTF_8))
        .isEqualTo(
            """
            Package: pyspi
            Binary: python-at-spi
            Version: 0.6.1-1.3
            Maintainer: Jose <j@x.org>
            Build-Depends: debhelper (>= 5), libatspi-dev
            Architecture: any
            Format: 1.0
            Directory: pool/main/p/pyspi
            Files:
             %s 8 pyspi_0.6.1-1.3.dsc
             %s 3 pyspi_0.6.1.orig.tar.gz
            Checksums-Sha1:
             %s 8 pyspi_0.6.1-1.3.dsc
             %s 3 pyspi_0.6.1.orig.tar.gz
            Checksums-Sha256:
             %s 8 pyspi_0.6.1-1.3.dsc
             %s 3 pyspi_0.6.1.orig.tar.gz
            Checksums-Sha512:
             %s 8 pyspi_0.6.1-1.3.dsc
             %s 3 pyspi_0.6.1.orig.tar.gz
            Package-List:
             python-at-spi deb python optional
            Vcs-Git: https://x.org

            """
                .formatted(
                    DSC.md5(),
                    TAR.md5(),
                    DSC.sha1(),
                    TAR.sha1(),
                    DSC.sha256(),
                    TAR.sha256(),
                    DSC.sha512(),
                    TAR.sha512()));
  }

  @Test
  void theNameOfAnIndexIsKept() throws FormatException {
    var stanza = Stanza.parse("Source: other\nPackage: right\n", "test");
    assertThat(new String(SourcesIndex.render(stanza, "", List.of()), StandardCharsets.UTF_8))
        .isEqualTo("Package: right\nFiles: \n\n");
  }

  @Test
  void listsWithoutDigestsAreLeftOut() throws FormatException {
    var md5 = DeclaredChecksums.NONE.withSize(3).with(TAR.md5());
    var stanza = Stanza.parse("Package: a\n", "test");
    var text = SourcesIndex.render(stanza, "", List.of(new NamedChecksums("a.dsc", md5)));
    assertThat(new String(text, StandardCharsets.UTF_8))
        .isEqualTo("Package: a\nFiles:\n " + TAR.md5() + " 3 a.dsc\n\n");
  }

  @Test
  void installerSumsHaveTwoBlanks() {
    assertThat(new String(InstallerIndex.render(FILES), StandardCharsets.UTF_8))
        .isEqualTo(
            TAR.sha256()
                + "  pyspi_0.6.1.orig.tar.gz\n"
                + DSC.sha256()
                + "  pyspi_0.6.1-1.3.dsc\n");
  }

  private static Checksums checksums(String text) {
    return ChecksumCalculator.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
