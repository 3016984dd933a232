package org.entrepot.format.packages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.entrepot.format.checksum.ChecksumCalculator;
import org.entrepot.format.checksum.DeclaredChecksums;
import org.entrepot.format.checksum.Md5;
import org.entrepot.format.checksum.Sha1;
import org.entrepot.format.checksum.Sha256;
import org.junit.jupiter.api.Test;

class FilesHashTest {
  private static NamedChecksums file(
      String name, long size, String md5, String sha1, String sha256) {
    return new NamedChecksums(
        name,
        DeclaredChecksums.NONE
            .withSize(size)
            .with(Md5.parse(md5))
            .with(Sha1.parse(sha1))
            .with(Sha256.parse(sha256)));
  }

  private static final NamedChecksums HARDLINK =
      file(
          "hardlink_0.2.1_amd64.deb",
          12468,
          "2081e20b36c47f82811c25841cc0e41b",
          "1ac0e962854dff46f14fa7943746660d3cad1679",
          "668399580590bf1ffcd9eb161b6e574751e15f71820c6e08245dac7c5111a0ee");

  @Test
  void startsAtTheOffsetBasis() {
    assertThat(FilesHash.of(List.of()).hex()).isEqualTo("cbf29ce484222325");
  }

  @Test
  void hashesABinaryPackage() {
    assertThat(FilesHash.of(List.of(HARDLINK)).hex()).isEqualTo("daf8fcecbf8210ad");
    assertThat(
            FilesHash.of(
                List.of(
                    file(
                        "libboost-program-options-dev_1.49.0.1_i386.deb",
                        2738,
                        "0035d7822b2f8f0ec4013f270fd650c2",
                        "36895eb64cfe89c33c0a2f7ac2f0c6e0e889e04b",
                        "c76b4bd12fd92e4dfe1b55b18a67a669d92f62985d6a96c8a21d96120982cf12"))))
        .hasToString("918d2f433384e378");
  }

  @Test
  void aMissingDigestAddsNothing() {
    var partial =
        DeclaredChecksums.NONE.withSize(12468).with(Md5.parse("2081e20b36c47f82811c25841cc0e41b"));
    assertThat(FilesHash.of(List.of(new NamedChecksums(HARDLINK.name(), partial))).hex())
        .isEqualTo("9be962d37006a24a");
    var none = DeclaredChecksums.NONE.withSize(12468);
    assertThat(FilesHash.of(List.of(new NamedChecksums(HARDLINK.name(), none))).hex())
        .isEqualTo("185de9cc71b150");
  }

  @Test
  void hashesAUdeb() {
    assertThat(
            FilesHash.of(
                List.of(
                    file(
                        "dmraid-udeb_1.0.0.rc16-4.1_i386.udeb",
                        11022,
                        "4d8bb4dafb0ef9059dac75846e162784",
                        "fd5c73e08d4c5381b1136c2ff170332d77526246",
                        "fe4ff3351186f03039f8cd6f78e8e4f473a75b613f950caac06fa21dda2d59e8"))))
        .hasToString("aa48f5aeb48b7957");
  }

  @Test
  void hashesASourcePackageInOrderOfNames() {
    var diff =
        file(
            "pyspi_0.6.1-1.3.diff.gz",
            3456,
            "22ff26db69b73d3438fdde21ab5ba2f1",
            "95a2468e4bbce730ba286f2211fa41861b9f1d90",
            "2e770b28df948f3197ed0b679bdea99f3f2bf745e9ddb440c677df9c3aeaee3c");
    var dsc =
        file(
            "pyspi_0.6.1-1.3.dsc",
            1782,
            "b72cb94699298a117b7c82641c68b6fd",
            "56c8a9b1f4ab636052be8966690998cbe865cd6c",
            "d494aaf526f1ec6b02f14c2f81e060a5722d6532ddc760ec16972e45c2625989");
    var orig =
        file(
            "pyspi_0.6.1.orig.tar.gz",
            29063,
            "def336bd566ea688a06ec03db7ccf1f4",
            "9694b80acc171c0a5bc99f707933864edfce555e",
            "64069ee828c50b1c597d10a3fefbba279f093a4723965388cdd0ac02f029bfb9");
    assertThat(FilesHash.of(List.of(diff, dsc, orig))).hasToString("3a8b37cbd9a3559e");
    assertThat(FilesHash.of(List.of(orig, diff, dsc))).hasToString("3a8b37cbd9a3559e");
  }

  @Test
  void hashesAnInstallerAndPrintsNoLeadingZero() {
    var linux =
        file(
            "./netboot/linux",
            7,
            "542a15317bc58e13db1115d4c05c5936",
            "c1fdb53474432e7eee9b51abe7a83807e7c44e62",
            "a0c936696eb7d5ee3192bf53b9d281cecbb40ca9db520de72cb95817ad92ac72");
    var initrd =
        file(
            "./netboot/x/initrd.gz",
            7,
            "728f3d143062e794128af8c3a67d4dae",
            "9e2cc42e7c3a720ec5809fa1db3ad450aa0d53ab",
            "8f7ed204b9dfaa20aa484445f54233c4b407cb80ec0f8c07f1f0a59675fb44cf");
    assertThat(FilesHash.of(List.of(initrd, linux))).hasToString("1904ffd1f634d5b");
  }

  @Test
  void fillsUpToEightDigits() {
    assertThat(new FilesHash(0x1aL).hex()).isEqualTo("0000001a");
    assertThat(new FilesHash(-1).hex()).isEqualTo("ffffffffffffffff");
  }

  @Test
  void doesNotHashSha512() {
    var all = ChecksumCalculator.of(new byte[] {1});
    var declared =
        DeclaredChecksums.NONE.withSize(1).with(all.md5()).with(all.sha1()).with(all.sha256());
    assertThat(FilesHash.of(List.of(NamedChecksums.of("a", all))))
        .isEqualTo(FilesHash.of(List.of(new NamedChecksums("a", declared))));
  }
}
