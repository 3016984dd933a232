package org.entrepot.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Files that belong together, such as a `.dsc` and its tarballs; the one that lists the others is
/// [#main()].
public final class BuiltFiles {
  private final String main;
  private final Map<String, byte[]> files;

  BuiltFiles(String main, Map<String, byte[]> files) {
    this.main = main;
    this.files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
  }

  /// The name of the file that lists the others.
  public String main() {
    return main;
  }

  /// The bytes of the file that lists the others.
  public byte[] mainBytes() {
    return bytes(main);
  }

  /// All names, the listed ones first.
  public List<String> names() {
    return List.copyOf(files.keySet());
  }

  /// The bytes of one of the files.
  public byte[] bytes(String name) {
    byte[] found = files.get(name);
    if (found == null) {
      throw new IllegalArgumentException("no file %s among %s".formatted(name, files.keySet()));
    }
    return found.clone();
  }

  /// Writes all of them into a directory and returns the path of [#main()].
  public Path writeTo(Path directory) {
    try {
      Files.createDirectories(directory);
      for (var file : files.entrySet()) {
        Files.write(directory.resolve(file.getKey()), file.getValue());
      }
      return directory.resolve(main);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
