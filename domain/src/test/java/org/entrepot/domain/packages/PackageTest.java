package org.entrepot.domain.packages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.entrepot.domain.packages.SamplePackages.binary;
import static org.entrepot.domain.packages.SamplePackages.checksums;
import static org.entrepot.domain.packages.SamplePackages.rebuilt;
import static org.entrepot.domain.packages.SamplePackages.source;
import static org.entrepot.domain.packages.SamplePackages.udeb;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.entrepot.format.FormatException;
import org.entrepot.format.architecture.Architecture;
import org.entrepot.format.checksum.Checksums;
import org.entrepot.format.checksum.Md5;
import org.entrepot.format.checksum.Sha1;
import org.entrepot.format.checksum.Sha256;
import org.entrepot.format.checksum.Sha512;
import org.entrepot.format.deb822.Stanza;
import org.entrepot.format.version.Version;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Spec domain 1.1 to 1.8.
class PackageTest {
  private static final Sha512 SHA512 = Sha512.of(new byte[64]);

  private static PackageFile file(String name, long size, String md5, String sha1, String sha256) {
    return new PackageFile(
        name, new Checksums(size, Md5.parse(md5), Sha1.parse(sha1), Sha256.parse(sha256), SHA512));
  }

  private static Stanza stanza(String... lines) throws FormatException {
    return Stanza.parse(String.join("\n", lines) + "\n", "test");
  }

  @Test
  void hasTheKeyThatClientsKnow() throws FormatException {
    var it =
        Package.ofBinary(
            stanza("Package: hardlink", "Version: 0.2.1", "Architecture: amd64"),
            PackageKind.BINARY,
            file(
                "hardlink_0.2.1_amd64.deb",
                12468,
                "2081e20b36c47f82811c25841cc0e41b",
                "1ac0e962854dff46f14fa7943746660d3cad1679",
                "668399580590bf1ffcd9eb161b6e574751e15f71820c6e08245dac7c5111a0ee"));
    assertThat(it.key().full()).isEqualTo("Pamd64 hardlink 0.2.1 daf8fcecbf8210ad");
    assertThat(it.shortKey()).isEqualTo("Pamd64 hardlink 0.2.1");
    assertThat(it.displayName()).isEqualTo("hardlink_0.2.1_amd64");
  }

  @Test
  void sourcePackagesCountTheDscAmongTheirFiles() throws FormatException {
    var it =
        Package.ofSource(
            stanza("Source: pyspi", "Version: 0.6.1-1.3", "Architecture: any"),
            List.of(
                file(
                    "pyspi_0.6.1.orig.tar.gz",
                    29063,
                    "def336bd566ea688a06ec03db7ccf1f4",
                    "9694b80acc171c0a5bc99f707933864edfce555e",
                    "64069ee828c50b1c597d10a3fefbba279f093a4723965388cdd0ac02f029bfb9"),
                file(
                    "pyspi_0.6.1-1.3.dsc",
                    1782,
                    "b72cb94699298a117b7c82641c68b6fd",
                    "56c8a9b1f4ab636052be8966690998cbe865cd6c",
                    "d494aaf526f1ec6b02f14c2f81e060a5722d6532ddc760ec16972e45c2625989"),
                file(
                    "pyspi_0.6.1-1.3.diff.gz",
                    3456,
                    "22ff26db69b73d3438fdde21ab5ba2f1",
                    "95a2468e4bbce730ba286f2211fa41861b9f1d90",
                    "2e770b28df948f3197ed0b679bdea99f3f2bf745e9ddb440c677df9c3aeaee3c")));
    assertThat(it.key().full()).isEqualTo("Psource pyspi 0.6.1-1.3 3a8b37cbd9a3559e");
    assertThat(it.sourceArchitecture()).isEqualTo("any");
    assertThat(it.files())
        .extracting(PackageFile::name)
        .containsExactly(
            "pyspi_0.6.1-1.3.diff.gz", "pyspi_0.6.1-1.3.dsc", "pyspi_0.6.1.orig.tar.gz");
  }

  @Test
  void installerPackagesHaveNoVersion() {
    var it =
        Package.ofInstaller(
            new Architecture("amd64"),
            List.of(
                file(
                    "./netboot/x/initrd.gz",
                    7,
                    "728f3d143062e794128af8c3a67d4dae",
                    "9e2cc42e7c3a720ec5809fa1db3ad450aa0d53ab",
                    "8f7ed204b9dfaa20aa484445f54233c4b407cb80ec0f8c07f1f0a59675fb44cf"),
                file(
                    "./netboot/linux",
                    7,
                    "542a15317bc58e13db1115d4c05c5936",
                    "c1fdb53474432e7eee9b51abe7a83807e7c44e62",
                    "a0c936696eb7d5ee3192bf53b9d281cecbb40ca9db520de72cb95817ad92ac72")));
    assertThat(it.key().full()).isEqualTo("Pamd64 installer  1904ffd1f634d5b");
    assertThat(it.displayName()).isEqualTo("installer__amd64");
    assertThat(it.field("$PackageType")).isEqualTo("deb");
    assertThat(it.extendedFields())
        .containsOnlyKeys("", "FilesHash", "Key", "ShortKey")
        .containsEntry(
            "",
            "a0c936696eb7d5ee3192bf53b9d281cecbb40ca9db520de72cb95817ad92ac72  ./netboot/linux\n"
                + "8f7ed204b9dfaa20aa484445f54233c4b407cb80ec0f8c07f1f0a59675fb44cf"
                + "  ./netboot/x/initrd.gz\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      emptyValue = "",
      textBlock =
          """
          Source: app-src (1.1-2)  ; app-src  ; 1.1-2
          Source: app-src(1.1-2)   ; app-src  ; 1.1-2
          Source: app-src          ; app-src  ; 1.0
          Section: x               ; app      ; 1.0
          Source: app-src (        ; app-src  ; 1.0
          """)
  void knowsItsSource(String field, String name, String version) {
    var it = binary("app", "1.0", "amd64", field);
    assertThat(it.sourceName()).isEqualTo(name);
    assertThat(it.sourceVersion()).hasToString(version);
    assertThat(it.field("$Source")).isEqualTo(name);
    assertThat(it.field("$SourceVersion")).isEqualTo(version);
  }

  @Test
  void sourcePackagesHaveNoSourceFields() {
    var it = source("app", "1:2", "any all");
    assertThat(it.sourceName()).isEqualTo("app");
    assertThat(it.sourceVersion()).hasToString("1:2");
    assertThat(Stream.of("$Source", "$SourceVersion", "Source").map(it::field)).containsOnly("");
    assertThat(it.field("Architecture")).isEqualTo("any all");
    assertThat(it.field("$Architecture")).isEqualTo("source");
    assertThat(it.provides()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Package", "Version", "Architecture"})
  void refusesStanzasWithoutNameVersionOrArchitecture(String missing) throws FormatException {
    var complete = stanza("Package: a", "Version: 1", "Architecture: amd64");
    var file = new PackageFile("a_1_amd64.deb", checksums("a"));
    for (var control : List.of(complete.without(missing), complete.with(missing, ""))) {
      assertThatThrownBy(() -> Package.ofBinary(control, PackageKind.BINARY, file))
          .isInstanceOf(FormatException.class)
          .hasMessageStartingWith("a_1_amd64.deb: the field " + missing + " is missing or empty");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      textBlock =
          """
          Package ; ../../evil
          Package ; a/b
          Package ; .a
          Package ; -a
          Package ; a b
          Package ; é
          Source  ; ../../../evil
          Source  ; ../../../evil (1.0)
          Source  ; a/b
          Version ; 1/../2
          Version ; 1 2
          Version ; 1\u00071
          Architecture ; source
          Architecture ; ../x
          Architecture ; any amd64
          """)
  void refusesWhatCouldLeaveTheArchive(String field, String value) throws FormatException {
    var control =
        stanza("Package: a", "Version: 1", "Architecture: amd64", "Source: a").with(field, value);
    assertThatThrownBy(() ->
            Package.ofBinary(
                control, PackageKind.BINARY, new PackageFile("a_1_amd64.deb", checksums("a"))))
        .isInstanceOf(FormatException.class)
        .message()
        .startsWith("a_1_amd64.deb: ")
        .doesNotContainPattern("\\p{Cntrl}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "..", ".", "/a", "a/", "a//b", "a/../b", "../a", "a/./b", "a\nb", "a\\b", "././a"
      })
  void refusesFileNamesThatCouldLeaveTheirDirectory(String name) {
    assertThatThrownBy(() -> new PackageFile(name, checksums("")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void onlyInstallerFilesHaveDirectories() {
    assertThat(new PackageFile("./netboot/linux", checksums("")).name()).isNotEmpty();
    assertThatThrownBy(() ->
            Package.ofBinary(
                stanza("Package: a", "Version: 1", "Architecture: amd64"),
                PackageKind.BINARY,
                new PackageFile("x/a.deb", checksums(""))))
        .hasMessageContaining("contains a slash");
  }

  @Test
  void refusesPackagesOfOtherShape() throws FormatException {
    var control = stanza("Source: a", "Version: 1", "Architecture: any");
    var file = new PackageFile("a_1.dsc", checksums("a"));
    assertThatThrownBy(() -> Package.ofSource(control, List.of()))
        .hasMessageContaining("has 0 files");
    assertThatThrownBy(() -> Package.ofSource(control, List.of(file, file)))
        .hasMessageContaining("occurs twice");
    assertThatThrownBy(() ->
            new Package(
                PackageKind.SOURCE,
                "a",
                Version.parseLenient("1"),
                new Architecture("amd64"),
                control,
                List.of(file)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void showsFieldsAsQueriesSeeThem() throws FormatException {
    var it =
        Package.ofBinary(
            stanza(
                "package: app",
                "VERSION: 1.0",
                "Architecture: amd64",
                "Source: app-src (2)",
                "Depends: a ,b|c,",
                "  d  (>=1)",
                "section: utils",
                "Filename: pool/x/app.deb",
                "MD5sum: 0",
                "Conffiles:",
                " /etc/a 123",
                " /etc/b 456",
                "Description: short",
                " long text",
                " ."),
            PackageKind.UDEB,
            new PackageFile("app_1.0_amd64.udeb", checksums("x")));
    assertThat(it.field("Name")).isEqualTo("app");
    assertThat(it.field("Version")).isEqualTo("1.0");
    assertThat(it.field("Source")).isEqualTo("app-src (2)");
    assertThat(it.field("Depends")).isEqualTo("a, b|c, d  (>=1)");
    assertThat(it.field("Section")).isEqualTo("utils");
    assertThat(it.field("section")).isEmpty();
    assertThat(it.field("Conffiles")).isEqualTo(" /etc/a 123 /etc/b 456");
    assertThat(it.field("Description")).isEqualTo(" short\n long text\n .\n");
    assertThat(it.field("$PackageType")).isEqualTo("udeb");
    for (var empty :
        List.of("Package", "Filename", "Size", "MD5sum", "MD5Sum", "SHA256", "$Foo", "", "a b")) {
      assertThat(it.field(empty)).as(empty).isEmpty();
    }
  }

  @Test
  void extendsTheStanzaForPeopleAndPrograms() throws FormatException {
    var it =
        Package.ofBinary(
            stanza(
                "Package: app",
                "version: 1.0",
                "Architecture: amd64",
                "Depends: a,b",
                "Recommends:",
                "xb-FOO-barBaz: x",
                "SHA256: stale",
                "Description: short",
                " long"),
            PackageKind.BINARY,
            new PackageFile("app_1.0_amd64.deb", checksums("x")));
    var sums = checksums("x");
    assertThat(it.extendedFields())
        .containsOnlyKeys(
            "Package",
            "Version",
            "Architecture",
            "Depends",
            "Xb-Foo-Barbaz",
            "Description",
            "Filename",
            "Size",
            "MD5sum",
            "SHA1",
            "SHA256",
            "SHA512",
            "FilesHash",
            "Key",
            "ShortKey")
        .containsEntry("Depends", "a, b")
        .containsEntry("Description", " short\n long\n")
        .containsEntry("Filename", "app_1.0_amd64.deb")
        .containsEntry("Size", "1")
        .containsEntry("MD5sum", sums.md5().hex())
        .containsEntry("SHA256", sums.sha256().hex())
        .containsEntry("Key", it.key().full())
        .containsEntry("FilesHash", it.filesHash().hex());
  }

  @Test
  void extendsSourcesWithTheirFiles() {
    var it = source("app", "1", "any", "Checksums-Sha512:\n stale 1 x", "Format: 3.0 (native)");
    var dsc = checksums("app_1.dsc");
    assertThat(it.extendedFields())
        .doesNotContainKey("Source")
        .containsEntry("Package", "app")
        .containsEntry("Architecture", "any")
        .containsEntry("Format", "3.0 (native)")
        .hasEntrySatisfying(
            "Files",
            text ->
                assertThat(text)
                    .startsWith(" " + dsc.md5().hex() + " 9 app_1.dsc\n")
                    .hasLineCount(2)
                    .endsWith("app_1.tar.xz\n"))
        .hasEntrySatisfying(
            "Checksums-Sha512", text -> assertThat(text).startsWith(" " + dsc.sha512().hex()));
  }

  @Test
  void knowsWhatItProvides() {
    var it =
        binary(
            "a",
            "4",
            "amd64",
            "Provides: virt, mta (= 5), old (>= 1), twice (== 1), :x, a:any (=2) ,, b (3), c (= )");
    assertThat(it.provides())
        .extracting(Object::toString)
        .containsExactly("virt", "mta (= 5)", "a (= 2)", "b (= 3)");
    assertThat(it.provides().getFirst().version()).isEqualTo(Optional.empty());
    assertThat(udeb("a", "1", "amd64", "Provides: x").provides()).hasSize(1);
  }

  @Test
  void isTheSamePackageWhateverItsStanzaSays() {
    var it = binary("a", "1", "amd64", "Section: x");
    assertThat(it.isSamePackageAs(binary("a", "1", "amd64", "Section: y"))).isTrue();
    assertThat(it.isSamePackageAs(binary("a", "1", "amd64", "Source: b"))).isFalse();
    assertThat(it.isSamePackageAs(rebuilt("other", "a", "1", "amd64"))).isFalse();
    assertThat(it.isSamePackageAs(binary("a", "2", "amd64"))).isFalse();
    assertThat(it.stanzaDigest()).isNotEqualTo(binary("a", "1", "amd64").stanzaDigest());
    assertThat(it.stanzaDigest()).isEqualTo(binary("a", "1", "amd64", "Section: x").stanzaDigest());
  }

  @Test
  void listsByNameThenNewestThenArchitecture() {
    assertThat(
            Stream.of(
                    binary("b", "1", "amd64"),
                    binary("a", "1.10", "i386"),
                    binary("a", "1.10", "amd64"),
                    binary("a", "1.9", "amd64"),
                    binary("a", "1:0", "amd64"),
                    binary("B", "1", "amd64"))
                .sorted(PackageOrder.INDEX)
                .map(Package::displayName))
        .containsExactly(
            "B_1_amd64", "a_1:0_amd64", "a_1.10_amd64", "a_1.10_i386", "a_1.9_amd64", "b_1_amd64");
    assertThat(
            PackageOrder.INDEX.compare(
                rebuilt("x", "a", "1", "amd64"), rebuilt("y", "a", "1", "amd64")))
        .isNotZero();
  }

  @Test
  void aDebIsNoSource() {
    assertThatThrownBy(() -> binary("a", "1", "source"))
        .hasMessageContaining("The deb package a cannot have the architecture source");
  }
}
