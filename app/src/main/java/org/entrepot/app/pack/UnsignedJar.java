package org.entrepot.app.pack;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.FileTime;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/// Takes the signatures out of a jar. Bouncy Castle's jars are signed, for a use that Entrepot does
/// not make of them (as a security provider); verifying them costs 0.45 s of every process that
/// signs, and classes of signed jars cannot go into an ahead-of-time cache. Maven has compared the
/// jar with its checksum when it fetched it.
final class UnsignedJar {
  private static final String MANIFEST = "META-INF/MANIFEST.MF";

  private UnsignedJar() {}

  /// The jar without signatures, or the same bytes when it has none. Equal input gives equal
  /// output.
  static byte[] of(byte[] jar, FileTime time) throws IOException {
    if (!isSigned(jar)) {
      return jar;
    }
    var bytes = new ByteArrayOutputStream(jar.length);
    try (var in = new ZipInputStream(new ByteArrayInputStream(jar));
        var out = new ZipOutputStream(bytes)) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        if (!isSignature(entry.getName())) {
          var copy = new ZipEntry(entry.getName());
          copy.setLastModifiedTime(time);
          out.putNextEntry(copy);
          byte[] content = in.readAllBytes();
          out.write(entry.getName().equals(MANIFEST) ? mainSection(content) : content);
          out.closeEntry();
        }
      }
    }
    return bytes.toByteArray();
  }

  private static boolean isSigned(byte[] jar) throws IOException {
    try (var in = new ZipInputStream(new ByteArrayInputStream(jar))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        if (isSignature(entry.getName())) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isSignature(String name) {
    return name.toUpperCase(Locale.ROOT).matches("META-INF/[^/]+\\.(SF|RSA|DSA|EC)");
  }

  /// The other sections hold a digest for each entry.
  private static byte[] mainSection(byte[] manifest) {
    String text = new String(manifest, StandardCharsets.UTF_8);
    int end = text.indexOf("\r\n\r\n");
    return (end < 0 ? text : text.substring(0, end + 4)).getBytes(StandardCharsets.UTF_8);
  }
}
