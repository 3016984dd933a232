package org.entrepot.openpgp.sign;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The directories in which programs are looked for.
///
/// @param directories in order
public record ProgramPath(List<Path> directories) {
  /// Copies the list.
  public ProgramPath {
    directories = List.copyOf(directories);
  }

  /// Those of the environment variable PATH.
  public static ProgramPath ofEnvironment() {
    String path = System.getenv("PATH");
    return new ProgramPath(
        path == null
            ? List.of()
            : Arrays.stream(path.split(File.pathSeparator, -1))
                .filter(part -> !part.isEmpty())
                .map(Path::of)
                .toList());
  }

  /// The executable of this name; a name with a slash is a path of its own.
  public Optional<Path> find(String name) {
    if (name.contains("/")) {
      return Optional.of(Path.of(name)).filter(ProgramPath::isProgram);
    }
    return directories.stream()
        .map(directory -> directory.resolve(name))
        .filter(ProgramPath::isProgram)
        .findFirst();
  }

  private static boolean isProgram(Path file) {
    return Files.isRegularFile(file) && Files.isExecutable(file);
  }
}
