package org.entrepot.format.deb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.entrepot.format.text.ByteText;
import org.entrepot.testkit.DebBuilder;
import org.entrepot.testkit.Packing;
import org.entrepot.testkit.TarBuilder.LongNames;
import org.entrepot.testkit.Tool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DebFileOracleTest {
  private static final String DEEP = "./usr/share/" + "deep/".repeat(24) + "file";

  @TempDir private Path directory;

  /// Paths of all non-directories by dpkg-deb and tar.
  private static List<String> oracleContents(Path deb) {
    byte[] tar = Tool.of("dpkg-deb").run("--fsys-tarfile", deb).requireSuccess().stdout();
    String list =
        ByteText.decode(
            Tool.of("tar")
                .reading(tar)
                .run("-t", "--quoting-style=literal", "-f", "-")
                .requireSuccess()
                .stdout());
    return list.lines()
        .filter(path -> !path.endsWith("/"))
        .map(path -> path.startsWith("./") ? path.substring(2) : path)
        .toList();
  }

  @ParameterizedTest
  @EnumSource(Packing.class)
  void controlAndContentsAreThoseOfDpkgDeb(Packing packing) throws Exception {
    DebBuilder builder =
        DebBuilder.of("app", "1:2.0-1", "amd64")
            .field("Section", "utils")
            .field("Depends", "libc6 (>= 2.36), data | data-alt")
            .field("Description", "short\n long text\n .\n more")
            .controlFile("./postinst", "#!/bin/sh\n")
            .controlFile("./md5sums", "0".repeat(5000))
            // dpkg-deb itself cannot read a bzip2 or lzma control member
            .controlPacking(
                packing == Packing.BZIP2 || packing == Packing.LZMA ? Packing.GZIP : packing)
            .dataPacking(packing)
            .directory("./")
            .directory("./usr/")
            .file("./usr/bin/app", "x".repeat(2000))
            .symlink("./usr/bin/link", "../../elsewhere")
            .hardlink("./usr/bin/hard", "./usr/bin/app")
            .file("./usr/share/with blank and ünï", "")
            .file(DEEP, "y");
    for (LongNames longNames : List.of(LongNames.PAX, LongNames.USTAR, LongNames.GNU)) {
      builder.data().longNames(longNames);
      builder.file("./usr/share/" + longNames + "/" + "n".repeat(100) + "/" + "m".repeat(90), "z");
    }
    Path deb = builder.writeTo(directory);

    DebFile read = DebFile.read(deb);

    assertThat(read.control().toText()).isEqualTo(Tool.of("dpkg-deb").text("-f", deb));
    assertThat(read.contents()).isEqualTo(oracleContents(deb)).hasSize(8);
  }

  @ParameterizedTest
  @EnumSource(Packing.class)
  void aControlMemberOfEveryPackingIsRead(Packing packing) throws Exception {
    Path deb = DebBuilder.of("app", "1", "all").controlPacking(packing).writeTo(directory);

    assertThat(DebFile.read(deb).control().text("Package")).isEqualTo("app");
  }

  @ParameterizedTest
  @ValueSource(strings = {".udeb", ".ddeb"})
  void otherSuffixesAreReadAlike(String suffix) throws Exception {
    Path deb =
        DebBuilder.of("app", "1", "amd64").suffix(suffix).file("./lib/x", "x").writeTo(directory);

    assertThat(DebFile.read(deb).contents())
        .isEqualTo(oracleContents(deb))
        .containsExactly("lib/x");
  }

  @Test
  void packagesBuiltByDpkgDebAreRead() throws Exception {
    Path tree = Files.createDirectories(directory.resolve("tree"));
    Files.createDirectories(tree.resolve("DEBIAN"));
    Files.writeString(
        tree.resolve("DEBIAN/control"),
        """
        Package: made
        Version: 1
        Architecture: all
        Maintainer: T <t@example.org>
        Description: d
        """);
    var random = new Random(5);
    for (int i = 0; i < 200; i++) {
      Path folder =
          Files.createDirectories(
              tree.resolve("opt/d%d/%s".formatted(i % 7, "s".repeat(random.nextInt(1, 150)))));
      Files.writeString(
          folder.resolve("f".repeat(random.nextInt(1, 200)) + i), "x".repeat(random.nextInt(3000)));
    }
    Files.createSymbolicLink(tree.resolve("opt/link"), Path.of("t".repeat(300)));
    for (String packing : List.of("none", "gzip", "xz", "zstd")) {
      Path deb = directory.resolve(packing + ".deb");
      Tool.of("dpkg-deb")
          .text("--root-owner-group", "-Z" + packing, "--uniform-compression", "-b", tree, deb);

      DebFile read = DebFile.read(deb);

      assertThat(read.control().toText()).isEqualTo(Tool.of("dpkg-deb").text("-f", deb));
      assertThat(read.contents()).as(packing).isEqualTo(oracleContents(deb)).hasSize(201);
    }
  }

  @Test
  void namesThatAreNotUtf8SurviveAndOddLeadsAreStripped() throws Exception {
    var deb = DebBuilder.of("app", "1", "all");
    deb.file("usr/plain", "")
        .file("/usr/absolute", "")
        .file(".hidden", "")
        .file("././twice", "")
        .file("...", "")
        .file("./a/..b/c..", "");
    byte[] bytes = deb.dataPacking(Packing.NONE).toBytes();

    assertThat(DebFile.read(new ByteArrayInputStream(bytes), "x").contents())
        .containsExactly("usr/plain", "usr/absolute", ".hidden", "twice", "...", "a/..b/c..");

    Path latin = Files.createDirectories(directory.resolve("latin"));
    Tool.of("sh")
        .in(latin)
        .text(
            "-c",
            "mkdir DEBIAN; printf 'Package: a\\nVersion: 1\\nArchitecture: all\\nMaintainer:"
                + " x\\nDescription: d\\n' > DEBIAN/control; : > \"$(printf 'caf\\351')\"");
    Path file = directory.resolve("latin.deb");
    Tool.of("dpkg-deb").text("-b", latin, file);
    assertThat(ByteText.encode(DebFile.read(file).contents().getFirst()))
        .isEqualTo("caf\u00e9".getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void aHundredThousandPathsAreListed() throws Exception {
    var expected = new ArrayList<String>();
    var deb = DebBuilder.of("big", "1", "all").packing(Packing.ZSTD);
    for (int i = 0; i < 100_000; i++) {
      deb.file("./usr/share/big/" + i, "");
      expected.add("usr/share/big/" + i);
    }

    assertThat(DebFile.read(deb.writeTo(directory)).contents()).isEqualTo(expected);
  }
}
