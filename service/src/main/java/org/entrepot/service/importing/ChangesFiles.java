package org.entrepot.service.importing;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.entrepot.service.importing.PackageFiles.Failure;
import org.entrepot.service.task.Failures;

/// The `.changes` files below the arguments of an include.
///
/// @param files sorted by path, each once
/// @param failures arguments that could not be looked at
record ChangesFiles(List<Path> files, List<Failure> failures) {
  private static final String SUFFIX = ".changes";

  ChangesFiles {
    files = List.copyOf(files);
    failures = List.copyOf(failures);
  }

  /// Walks directories; a file that is named and has another suffix is passed over.
  static ChangesFiles collect(List<Path> arguments) {
    var files = new TreeSet<Path>();
    var failures = new ArrayList<Failure>();
    for (Path argument : arguments) {
      if (!Files.exists(argument)) {
        failures.add(new Failure(argument, "no such file or directory"));
        continue;
      }
      try {
        Files.walkFileTree(
            argument,
            new SimpleFileVisitor<>() {
              @Override
              public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (file.toString().endsWith(SUFFIX) && Files.isRegularFile(file)) {
                  files.add(file);
                }
                return FileVisitResult.CONTINUE;
              }

              @Override
              public FileVisitResult visitFileFailed(Path file, IOException e) {
                failures.add(new Failure(file, "cannot be read: " + Failures.describe(e)));
                return FileVisitResult.CONTINUE;
              }
            });
      } catch (IOException e) {
        failures.add(new Failure(argument, "cannot be read: " + Failures.describe(e)));
      }
    }
    return new ChangesFiles(List.copyOf(files), failures);
  }
}
