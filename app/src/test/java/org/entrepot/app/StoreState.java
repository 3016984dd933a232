package org.entrepot.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Everything that a refused command must leave as it was: what the program lists, and each file of
/// the pool, the published directory and the keys with its inode and time.
record StoreState(List<String> listed, Map<String, String> files) {
  static StoreState of(Program program) throws IOException {
    var listed = new TreeSet<String>();
    for (String kind : List.of("repo", "snapshot")) {
      listed.add(program.ok(kind, "list", "-json"));
      for (String name : program.ok(kind, "list", "-raw").lines().toList()) {
        listed.add(program.ok(kind, "show", "-json", "-with-packages", name));
      }
    }
    listed.add(program.ok("publish", "list", "-json"));
    listed.add(program.ok("package", "search", "-json", "Name"));
    listed.add(program.ok("key", "list", "-json"));
    listed.add(program.ok("task", "list", "-json"));
    var files = new TreeMap<String, String>();
    for (String directory : List.of("pool", "public", "keys")) {
      collect(program.home().resolve("root").resolve(directory), files);
    }
    return new StoreState(List.copyOf(listed), files);
  }

  private static void collect(Path directory, Map<String, String> files) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> found = Files.walk(directory)) {
      for (Path file : found.filter(file -> !Files.isDirectory(file)).toList()) {
        files.put(
            file.toString(),
            Files.readAttributes(file, "unix:ino,size,lastModifiedTime", LinkOption.NOFOLLOW_LINKS)
                .toString());
      }
    }
  }
}
