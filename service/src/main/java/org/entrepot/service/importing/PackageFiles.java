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
import org.entrepot.service.task.Failures;

/// What was found below the arguments of an import (spec domain 5.1).
///
/// @param packages files to import, sorted by path, each once
/// @param companions `.buildinfo` files, which are not imported
/// @param failures arguments that could not be taken, each `path: reason`
public record PackageFiles(List<Path> packages, List<Path> companions, List<Failure> failures) {
  public PackageFiles {
    packages = List.copyOf(packages);
    companions = List.copyOf(companions);
    failures = List.copyOf(failures);
  }

  /// Whether there was nothing to import and nothing to complain of.
  boolean areNone() {
    return packages.isEmpty() && companions.isEmpty() && failures.isEmpty();
  }

  /// A file or directory that could not be taken, and why.
  public record Failure(Path path, String reason) {}

  /// Walks directories, without entering symbolic links to directories; other suffixes are passed
  /// over there, and are failures as arguments.
  public static PackageFiles collect(List<Path> arguments) {
    var packages = new TreeSet<Path>();
    var companions = new TreeSet<Path>();
    var failures = new ArrayList<Failure>();
    for (Path argument : arguments) {
      if (Files.isDirectory(argument)) {
        walk(argument, packages, companions, failures);
      } else if (!Files.exists(argument)) {
        failures.add(new Failure(argument, "no such file or directory"));
      } else if (!take(argument, packages, companions)) {
        failures.add(
            new Failure(
                argument, "not a package: its name ends neither in .deb, .udeb, .ddeb nor .dsc"));
      }
    }
    return new PackageFiles(List.copyOf(packages), List.copyOf(companions), failures);
  }

  private static boolean take(Path file, TreeSet<Path> packages, TreeSet<Path> companions) {
    String name = file.getFileName().toString();
    if (name.endsWith(".deb")
        || name.endsWith(".udeb")
        || name.endsWith(".ddeb")
        || name.endsWith(".dsc")) {
      packages.add(file);
      return true;
    }
    if (name.endsWith(".buildinfo")) {
      companions.add(file);
      return true;
    }
    return false;
  }

  private static void walk(
      Path directory, TreeSet<Path> packages, TreeSet<Path> companions, List<Failure> failures) {
    try {
      Files.walkFileTree(
          directory,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              if (!attributes.isSymbolicLink() || Files.isRegularFile(file)) {
                take(file, packages, companions);
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
      failures.add(new Failure(directory, "cannot be read: " + Failures.describe(e)));
    }
  }
}
