package org.entrepot.app.pack;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.entrepot.app.Main;

/// Jars for tests.
final class Jars {
  private Jars() {}

  /// A jar of these entries.
  static Path write(Path jar, Map<String, String> entries) throws IOException {
    var bytes = new TreeMap<String, byte[]>();
    entries.forEach((name, text) -> bytes.put(name, text.getBytes(StandardCharsets.UTF_8)));
    return writeBytes(jar, bytes);
  }

  /// A jar of the classes of this module, and a text that makes it different from others.
  static Path ofThisModule(Path jar, String text) throws IOException, URISyntaxException {
    Path classes = Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    var entries = new TreeMap<String, byte[]>();
    try (Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        entries.put(classes.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    entries.put("text", text.getBytes(StandardCharsets.UTF_8));
    return writeBytes(jar, entries);
  }

  private static Path writeBytes(Path jar, Map<String, byte[]> entries) throws IOException {
    Files.createDirectories(jar.getParent());
    try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (var entry : entries.entrySet()) {
        out.putNextEntry(new JarEntry(entry.getKey()));
        out.write(entry.getValue());
        out.closeEntry();
      }
    }
    return jar;
  }
}
