package org.entrepot.catalog;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.entrepot.catalog.packages.NewPackage;
import org.entrepot.domain.packages.Package;
import org.entrepot.domain.packages.PackageFile;
import org.entrepot.domain.packages.PackageKind;
import org.entrepot.format.FormatException;
import org.entrepot.format.checksum.ChecksumCalculator;
import org.entrepot.format.checksum.Checksums;
import org.entrepot.format.deb822.Stanza;

/// Packages for tests of the catalog: true stanzas, digests of made-up bytes.
final class TestPackages {
  private TestPackages() {}

  static Checksums checksums(String content) {
    var calculator = new ChecksumCalculator();
    var bytes = content.getBytes(StandardCharsets.UTF_8);
    calculator.update(bytes, 0, bytes.length);
    return calculator.finish();
  }

  static PackageFile file(String name) {
    return new PackageFile(name, checksums(name));
  }

  /// A binary package; `more` are lines of its stanza, each ended by a newline.
  static Package binary(String name, String version, String more) {
    var text =
        "Package: %s\nVersion: %s\nArchitecture: amd64\nMaintainer: A <a@example.org>\n%s"
            .formatted(name, version, more);
    return binary(text, name + "_" + version.replace(":", "%3a") + "_amd64.deb");
  }

  static Package binary(String text, String fileName) {
    try {
      return Package.ofBinary(Stanza.parse(text, "test"), PackageKind.BINARY, file(fileName));
    } catch (FormatException e) {
      throw new AssertionError(e);
    }
  }

  static Package source(String name, String version) {
    var orig = file(name + "_" + version + ".orig.tar.xz");
    var diff = file(name + "_" + version + ".debian.tar.xz");
    var dsc = file(name + "_" + version + ".dsc");
    var text = new StringBuilder("Format: 3.0 (quilt)\nSource: " + name + "\nVersion: " + version);
    text.append("\nArchitecture: any\nFiles:\n");
    for (var one : List.of(orig, diff)) {
      text.append(
          " %s %d %s\n".formatted(one.checksums().md5(), one.checksums().sizeBytes(), one.name()));
    }
    try {
      return Package.ofSource(Stanza.parse(text.toString(), "test"), List.of(dsc, orig, diff));
    } catch (FormatException e) {
      throw new AssertionError(e);
    }
  }

  /// Many packages, each with a stanza and contents of usual size.
  static List<NewPackage> many(String prefix, int from, int to) {
    var packages = new ArrayList<NewPackage>();
    for (var i = from; i < to; i++) {
      var name = prefix + i;
      var stanza =
          """
          Installed-Size: %d
          Depends: libc6 (>= 2.34), libgcc-s1 (>= 3.0), libstdc++6 (>= 11), lib%s-data (= 1.%d-1)
          Provides: virtual-%s-%d
          Section: misc
          Priority: optional
          Homepage: https://example.org/%s
          Description: an example package number %d
           It does what all the other packages do, and says so in some words, so that its
           stanza is about as long as stanzas usually are in an archive of some size.
           .
           This paragraph is the second one.
          Tag: implemented-in::c, role::shared-lib, use::checking, works-with::text
          """
              .formatted(i * 7, prefix, i, prefix, i % 50, name, i);
      var contents = new ArrayList<String>();
      for (var path = 0; path < 20; path++) {
        contents.add("usr/share/doc/" + name + "/examples/part-" + path + ".txt");
      }
      packages.add(new NewPackage(binary(name, "1." + i + "-1", stanza), contents));
    }
    return packages;
  }
}
