package org.entrepot.testkit;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// A source package (dsc(5)) that `dpkg-source -x` accepts, unless it was told to lie.
///
/// `DscBuilder.nativePackage("app", "1.0").build().writeTo(directory)`. The same calls always give
/// the same bytes. Not thread-safe.
public final class DscBuilder {
  private final String name;
  private final String version;
  private final Map<String, String> fields = new LinkedHashMap<>();
  private final FileLists lists = new FileLists();
  private Optional<UnaryOperator<byte[]>> signing = Optional.empty();

  private DscBuilder(String name, String version, String format) {
    this.name = name;
    this.version = version;
    field("Format", format);
    field("Source", name);
    field("Binary", name);
    field("Architecture", "any");
    field("Version", version);
    field("Maintainer", "Test Person <test@example.org>");
    field("Standards-Version", "4.6.2");
    field("Build-Depends", "debhelper-compat (= 13)");
    field("Package-List", "\n " + name + " deb misc optional arch=any");
    // dpkg-dev writes no SHA-512 into a .dsc
    lists.omit("Checksums-Sha512");
  }

  /// Format `3.0 (native)`: one tarball.
  public static DscBuilder nativePackage(String name, String version) {
    var builder = new DscBuilder(name, version, "3.0 (native)");
    String upstream = withoutEpoch(version);
    return builder.part(
        name + "_" + upstream + ".tar.xz",
        Packing.XZ.pack(tree(name + "-" + upstream + "/", name, version).toBytes()));
  }

  /// Format `1.0`: an upstream tarball and a diff that adds debian/.
  public static DscBuilder withDiff(String name, String version) {
    var builder = new DscBuilder(name, version, "1.0");
    String whole = withoutEpoch(version);
    int hyphen = whole.lastIndexOf('-');
    if (hyphen < 0) {
      throw new IllegalArgumentException(
          "version %s needs a Debian revision, such as 1.0-1".formatted(version));
    }
    String root = name + "-" + whole.substring(0, hyphen);
    byte[] upstream =
        TarBuilder.empty().directory(root + "/").file(root + "/README", "upstream\n").toBytes();
    String diff =
        addition(root, "debian/control", controlText(name))
            + addition(root, "debian/changelog", changelogText(name, version));
    return builder
        .part(name + "_" + whole.substring(0, hyphen) + ".orig.tar.gz", Packing.GZIP.pack(upstream))
        .part(
            name + "_" + whole + ".diff.gz",
            Packing.GZIP.pack(diff.getBytes(StandardCharsets.UTF_8)));
  }

  /// Sets a field; continuation lines are part of the value.
  public DscBuilder field(String field, String value) {
    fields.put(field, value);
    return this;
  }

  /// Leaves out a field, also `Files` and `Checksums-*`.
  public DscBuilder without(String field) {
    fields.remove(field);
    lists.omit(field);
    return this;
  }

  /// Adds a file that the .dsc lists.
  public DscBuilder part(String fileName, byte[] body) {
    lists.add(fileName, body, "");
    return this;
  }

  /// All digests listed for this part will be wrong.
  public DscBuilder lieAboutDigests(String fileName) {
    lists.lieAboutDigests(fileName);
    return this;
  }

  /// The size listed for this part will be one too large.
  public DscBuilder lieAboutSize(String fileName) {
    lists.lieAboutSize(fileName);
    return this;
  }

  /// The part will be listed under another name, such as `../../etc/passwd`.
  public DscBuilder listAs(String fileName, String listedName) {
    lists.listAs(fileName, listedName);
    return this;
  }

  /// The .dsc will be what this makes of its text: its clear-signed form.
  public DscBuilder signedBy(UnaryOperator<byte[]> clearSign) {
    signing = Optional.of(clearSign);
    return this;
  }

  /// name_version.dsc, with the version's epoch left out.
  public String fileName() {
    return name + "_" + withoutEpoch(version) + ".dsc";
  }

  /// The .dsc and its parts.
  public BuiltFiles build() {
    var text = new StringBuilder();
    fields.forEach((field, value) ->
        text.append(field).append(value.startsWith("\n") ? ":" : ": ").append(value).append('\n'));
    byte[] dsc = (text + lists.text()).getBytes(StandardCharsets.UTF_8);
    var all = new LinkedHashMap<>(lists.files());
    all.put(fileName(), signing.isPresent() ? signing.get().apply(dsc) : dsc);
    return new BuiltFiles(fileName(), all);
  }

  private static TarBuilder tree(String root, String name, String version) {
    return TarBuilder.empty()
        .directory(root)
        .directory(root + "debian/")
        .file(root + "debian/changelog", changelogText(name, version))
        .file(root + "debian/control", controlText(name));
  }

  private static String controlText(String name) {
    return "Source: %s\nMaintainer: Test Person <test@example.org>\n\nPackage: %s\nArchitecture: any\nDescription: made for a test\n"
        .formatted(name, name);
  }

  private static String changelogText(String name, String version) {
    return "%s (%s) unstable; urgency=low\n\n  * Made for a test.\n\n -- Test Person <test@example.org>  Tue, 14 Nov 2023 22:13:20 +0000\n"
        .formatted(name, version);
  }

  private static String addition(String root, String path, String body) {
    long lines = body.lines().count();
    var diff =
        new StringBuilder(
            "--- %s.orig/%s\n+++ %s/%s\n@@ -0,0 +1,%d @@\n"
                .formatted(root, path, root, path, lines));
    body.lines().forEach(line -> diff.append('+').append(line).append('\n'));
    return diff.toString();
  }

  private static String withoutEpoch(String version) {
    return version.substring(version.indexOf(':') + 1);
  }
}
