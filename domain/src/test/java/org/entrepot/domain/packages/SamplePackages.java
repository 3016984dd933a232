package org.entrepot.domain.packages;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import org.entrepot.format.FormatException;
import org.entrepot.format.checksum.Checksums;
import org.entrepot.format.checksum.Md5;
import org.entrepot.format.checksum.Sha1;
import org.entrepot.format.checksum.Sha256;
import org.entrepot.format.checksum.Sha512;
import org.entrepot.format.deb822.Stanza;

/// Packages for tests, made of a few words.
public final class SamplePackages {
  private SamplePackages() {}

  /// A binary package; `fields` are whole lines such as `Section: utils`.
  public static Package binary(String name, String version, String architecture, String... fields) {
    return build(PackageKind.BINARY, name, version, architecture, "", fields);
  }

  /// A udeb.
  public static Package udeb(String name, String version, String architecture, String... fields) {
    return build(PackageKind.UDEB, name, version, architecture, "", fields);
  }

  /// A binary package whose file differs from that of other ones of the same name and version.
  public static Package rebuilt(
      String content, String name, String version, String architecture, String... fields) {
    return build(PackageKind.BINARY, name, version, architecture, content, fields);
  }

  private static Package build(
      PackageKind kind,
      String name,
      String version,
      String architecture,
      String content,
      String... fields) {
    var file = name + "_" + version.replaceFirst("^\\d+:", "") + "_" + architecture + ".deb";
    try {
      return Package.ofBinary(
          stanza("Package: " + name, version, architecture, fields),
          kind,
          new PackageFile(file, checksums(file + content)));
    } catch (FormatException e) {
      throw new AssertionError(e);
    }
  }

  /// A source package of one `.dsc` and one archive.
  public static Package source(String name, String version, String architecture, String... fields) {
    var base = name + "_" + version.replaceFirst("^\\d+:", "");
    try {
      return Package.ofSource(
          stanza("Source: " + name, version, architecture, fields),
          List.of(
              new PackageFile(base + ".dsc", checksums(base + ".dsc")),
              new PackageFile(base + ".tar.xz", checksums(base + ".tar.xz"))));
    } catch (FormatException e) {
      throw new AssertionError(e);
    }
  }

  private static Stanza stanza(
      String firstLine, String version, String architecture, String... fields)
      throws FormatException {
    var text = new StringBuilder(firstLine).append('\n');
    text.append("Version: ").append(version).append('\n');
    text.append("Architecture: ").append(architecture).append('\n');
    Arrays.stream(fields).forEach(line -> text.append(line).append('\n'));
    return Stanza.parse(text.toString(), "sample");
  }

  /// The checksums of a text.
  public static Checksums checksums(String content) {
    var bytes = content.getBytes(StandardCharsets.UTF_8);
    return new Checksums(
        bytes.length,
        Md5.of(digest("MD5", bytes)),
        Sha1.of(digest("SHA-1", bytes)),
        Sha256.of(digest("SHA-256", bytes)),
        Sha512.of(digest("SHA-512", bytes)));
  }

  private static byte[] digest(String algorithm, byte[] bytes) {
    try {
      return MessageDigest.getInstance(algorithm).digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
