package org.entrepot.app.pack;

import static org.assertj.core.api.Assertions.assertThat;

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
import javax.tools.ToolProvider;

/// Jars for tests.
final class Jars {
  private static final String MAIN =
      """
      package org.entrepot.app;

      import java.util.List;

      public final class Main {
        public static void main(String[] arguments) throws Exception {
          int status = 0;
          if (List.of(arguments).equals(List.of("version"))) {
            System.out.println("entrepot 0.1.0-SNAPSHOT");
          } else if (List.of(arguments).equals(List.of("task", "run"))) {
            System.out.println(System.in.readAllBytes().length + " bytes");
          } else {
            System.err.println("unknown command " + List.of(arguments));
            status = 2;
          }
          System.out.flush();
          Runtime.getRuntime().halt(status);
        }
      }
      """;
  private static final String TRAINING =
      """
      package org.entrepot.app.pack;

      public final class Training {
        public static void main(String[] arguments) {
          System.out.println(java.util.List.of("version").equals(java.util.List.of(arguments)));
          new org.entrepot.app.Main();
        }
      }
      """;

  private Jars() {}

  /// A jar of these entries.
  static Path write(Path jar, Map<String, String> entries) throws IOException {
    var bytes = new TreeMap<String, byte[]>();
    entries.forEach((name, text) -> bytes.put(name, text.getBytes(StandardCharsets.UTF_8)));
    return writeBytes(jar, bytes);
  }

  /// A jar with the packaging of this module and a small program in the place of the real one,
  /// which would need every other jar; and a text that makes the jar different from others.
  static Path ofThisModule(Path jar, String text) throws IOException, URISyntaxException {
    Path classes =
        Path.of(Distribution.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    var entries = new TreeMap<String, byte[]>();
    Path own = classes.resolve(Distribution.class.getPackageName().replace('.', '/'));
    add(entries, classes, own);
    Path standIn = Files.createDirectories(jar.resolveSibling("stand-in-" + text));
    Path source = Files.createDirectories(standIn.resolve("source"));
    Path compiled = Files.createDirectories(standIn.resolve("classes"));
    Files.writeString(source.resolve("Main.java"), MAIN);
    Files.writeString(source.resolve("Training.java"), TRAINING);
    int exitCode =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-d",
                compiled.toString(),
                source.resolve("Main.java").toString(),
                source.resolve("Training.java").toString());
    assertThat(exitCode).isZero();
    add(entries, compiled, compiled);
    entries.put("text", text.getBytes(StandardCharsets.UTF_8));
    return writeBytes(jar, entries);
  }

  private static void add(Map<String, byte[]> entries, Path root, Path directory)
      throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        entries.put(root.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
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
