package org.entrepot.app.pack;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/// Lays the program out so that it starts quickly:
///
/// - `lib/*.jar`: every jar of the class path, without signatures
/// - `native/`: the libraries of SQLite and zstd for this platform, which would otherwise be
///   unpacked at every start
/// - `classpath`: the jars in their order, relative to the directory, separated by colons
/// - `jars.sha256`: a digest over the names and bytes of all jars, in this order
/// - `launch.sh`: the same for the launcher, and the options of the JVM that an ahead-of-time cache
///   depends on
///
/// Running it again with the same jars changes nothing. Times are fixed, because the JVM refuses an
/// ahead-of-time cache when a jar has another time than at training.
public final class Distribution {
  private static final FileTime JAR_TIME = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));
  private static final String JVM_OPTIONS =
      "-XX:+UseSerialGC -Xmx256m --enable-native-access=ALL-UNNAMED"
          + " --sun-misc-unsafe-memory-access=allow";

  /// Jars that every command reads a resource from: the JVM opens all that come before.
  private static final Comparator<String> ORDER =
      Comparator.comparing((String name) -> !name.startsWith("sqlite-jdbc-"))
          .thenComparing(Comparator.naturalOrder());

  private final Path directory;
  private final SortedMap<String, Path> jars;

  private Distribution(Path directory, SortedMap<String, Path> jars) {
    this.directory = directory;
    this.jars = jars;
  }

  /// Arguments: the directory to fill, and the jar of this module, which stands for the directory
  /// of classes on the class path that this runs from.
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 2) {
      throw new IllegalArgumentException("arguments: DIRECTORY OWN-JAR");
    }
    of(Path.of(arguments[0]), Path.of(arguments[1]), System.getProperty("java.class.path")).write();
  }

  /// A distribution of the jars of a class path.
  ///
  /// @param ownJar added to them; replaces the one directory that the class path may hold
  /// @throws IOException if two jars have the same name, or something is not a jar
  static Distribution of(Path directory, Path ownJar, String classPath) throws IOException {
    var jars = new TreeMap<String, Path>(ORDER);
    add(jars, ownJar);
    int directories = 0;
    for (String entry : classPath.split(File.pathSeparator, -1)) {
      if (!entry.isEmpty() && !Path.of(entry).toAbsolutePath().equals(ownJar.toAbsolutePath())) {
        if (!Files.isDirectory(Path.of(entry))) {
          add(jars, Path.of(entry));
        } else if (++directories > 1) {
          throw new IOException(
              "%s is a directory, not a jar: build up to the phase package".formatted(entry));
        }
      }
    }
    return new Distribution(directory, jars);
  }

  private static void add(Map<String, Path> jars, Path jar) throws IOException {
    String name = jar.getFileName().toString();
    if (!name.matches("[A-Za-z0-9._+-]+\\.jar")) {
      throw new IOException("%s: the launcher cannot handle this name of a jar".formatted(jar));
    }
    if (jars.putIfAbsent(name, jar) != null) {
      throw new IOException("%s and %s have the same name".formatted(jars.get(name), jar));
    }
  }

  void write() throws IOException {
    Path lib = Files.createDirectories(directory.resolve("lib"));
    var digest = new StringBuilder();
    for (var jar : jars.entrySet()) {
      byte[] bytes = PackedJar.of(Files.readAllBytes(jar.getValue()), JAR_TIME);
      Path copy = lib.resolve(jar.getKey());
      replace(copy, bytes);
      Files.setLastModifiedTime(copy, JAR_TIME);
      digest.append(sha256(bytes)).append("  ").append(jar.getKey()).append('\n');
    }
    try (var old = Files.newDirectoryStream(lib)) {
      for (Path file : old) {
        if (!jars.containsKey(file.getFileName().toString())) {
          Files.delete(file);
        }
      }
    }
    writeNativeLibraries(Files.createDirectories(directory.resolve("native")));
    String total = sha256(digest.toString().getBytes(StandardCharsets.UTF_8));
    String classpath = "lib/" + String.join(":lib/", jars.keySet());
    replace(directory.resolve("jars.sha256"), line(total));
    replace(directory.resolve("classpath"), line(classpath));
    replace(directory.resolve("launch.sh"), launch(total).getBytes(StandardCharsets.UTF_8));
  }

  private String launch(String digest) {
    return """
    # Written by the build, read by entrepot with the name of this directory in dist.
    entrepot_jars=%s
    entrepot_jvm="%s"
    entrepot_classpath="$dist/lib/%s"
    """
        .formatted(digest, JVM_OPTIONS, String.join(":$dist/lib/", jars.keySet()));
  }

  private static byte[] line(String text) {
    return (text + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private void writeNativeLibraries(Path target) throws IOException {
    String machine = System.getProperty("os.arch");
    String sqlite = machine.equals("amd64") ? "x86_64" : machine;
    write(
        "org/sqlite/native/Linux/%s/libsqlitejdbc\\.so".formatted(sqlite),
        target.resolve("libsqlitejdbc.so"));
    write("linux/%s/libzstd-jni-.*\\.so".formatted(machine), target.resolve("libzstd-jni.so"));
  }

  /// Unpacks the first entry of a jar whose name matches; without one, an older file does not stay.
  private void write(String namePattern, Path target) throws IOException {
    for (Path jar : jars.values()) {
      try (var zip = new ZipFile(jar.toFile())) {
        Optional<? extends ZipEntry> entry =
            zip.stream().filter(candidate -> candidate.getName().matches(namePattern)).findFirst();
        if (entry.isPresent()) {
          try (var in = zip.getInputStream(entry.get())) {
            replace(target, in.readAllBytes());
          }
          return;
        }
      }
    }
    Files.deleteIfExists(target);
  }

  /// By rename, so that a running program keeps what it has opened; not at all if nothing changes.
  private static void replace(Path target, byte[] bytes) throws IOException {
    if (Files.exists(target) && MessageDigest.isEqual(Files.readAllBytes(target), bytes)) {
      return;
    }
    Path next = target.resolveSibling("." + target.getFileName() + ".new");
    Files.write(next, bytes);
    Files.move(next, target, StandardCopyOption.ATOMIC_MOVE);
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JVM lacks SHA-256", e);
    }
  }
}
