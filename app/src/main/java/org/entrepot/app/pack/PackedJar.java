package org.entrepot.app.pack;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/// A jar as an ahead-of-time cache can use it. What such a cache refuses is taken out, and
/// otherwise looked for or made again at each start:
///
/// - Signatures: Bouncy Castle's jars are signed, for a use that Entrepot does not make of them (as
///   a security provider), and verifying them costs 0.45 s of every process that signs. Maven has
///   compared the jar with its checksum when it fetched it.
/// - Classes for some versions of Java: those for the newest that runs everywhere replace the
///   others.
/// - In our own classes, calls that the JVM links at run time ([StaticCalls]).
final class PackedJar {
  private static final int JAVA = 25; // the oldest that runs Entrepot
  private static final Pattern OF_VERSION = Pattern.compile("META-INF/versions/([0-9]{1,3})/(.+)");
  private static final String MANIFEST = "META-INF/MANIFEST.MF";

  private PackedJar() {}

  /// The same bytes when nothing has to be changed. Equal input gives equal output.
  static byte[] of(byte[] jar, FileTime time) throws IOException {
    Map<String, byte[]> before = entries(jar);
    Map<String, byte[]> after = packed(before);
    if (same(before, after)) {
      return jar;
    }
    var bytes = new ByteArrayOutputStream(jar.length);
    try (var out = new ZipOutputStream(bytes)) {
      for (var entry : after.entrySet()) {
        var copy = new ZipEntry(entry.getKey());
        copy.setLastModifiedTime(time);
        out.putNextEntry(copy);
        out.write(entry.getValue());
        out.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  private static Map<String, byte[]> entries(byte[] jar) throws IOException {
    var entries = new TreeMap<String, byte[]>();
    try (var in = new ZipInputStream(new ByteArrayInputStream(jar))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        entries.put(entry.getName(), in.readAllBytes());
      }
    }
    return entries;
  }

  private static boolean same(Map<String, byte[]> before, Map<String, byte[]> after) {
    return before.keySet().equals(after.keySet())
        && before.entrySet().stream()
            .allMatch(entry -> Arrays.equals(entry.getValue(), after.get(entry.getKey())));
  }

  private static Map<String, byte[]> packed(Map<String, byte[]> entries) {
    boolean signed = entries.keySet().stream().anyMatch(PackedJar::isSignature);
    boolean hasVersions =
        new String(entries.getOrDefault(MANIFEST, new byte[0]), StandardCharsets.UTF_8)
            .contains("\nMulti-Release: true");
    var packed = new TreeMap<String, byte[]>();
    var versions = new TreeMap<String, Integer>(); // of what is in `packed`
    entries.forEach((name, content) -> {
      Matcher matcher = OF_VERSION.matcher(name);
      int version = 0;
      String place = name;
      if (hasVersions && matcher.matches()) {
        version = Integer.parseInt(matcher.group(1));
        place = matcher.group(2);
      }
      if (version <= JAVA && !isSignature(name) && version >= versions.getOrDefault(place, 0)) {
        versions.put(place, version);
        packed.put(place, content);
      }
    });
    packed.replaceAll((name, content) ->
        name.startsWith("org/entrepot/") && name.endsWith(".class")
            ? StaticCalls.in(content, PackedJar.class.getClassLoader())
            : content);
    if (signed || hasVersions) {
      packed.computeIfPresent(MANIFEST, (_, content) -> mainSection(content));
    }
    return packed;
  }

  private static boolean isSignature(String name) {
    return name.toUpperCase(Locale.ROOT).matches("META-INF/[^/]+\\.(SF|RSA|DSA|EC)");
  }

  /// Without versions; the other sections hold a digest for each entry.
  private static byte[] mainSection(byte[] manifest) {
    String text = new String(manifest, StandardCharsets.UTF_8);
    int end = text.indexOf("\r\n\r\n");
    return (end < 0 ? text : text.substring(0, end + 4))
        .replaceFirst("\nMulti-Release: true\r?\n", "\n")
        .getBytes(StandardCharsets.UTF_8);
  }
}
