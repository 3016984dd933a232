package org.entrepot.service.importing;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.CRC32;
import org.entrepot.service.Claims;
import org.entrepot.service.operation.OperationResult;
import org.entrepot.service.operation.OperationResult.SourceFile;
import org.entrepot.service.operation.RepositoryOperation.AfterImport;

/// Files outside the store that an import reads and then removes: only the very files that it read,
/// whatever else has got their names since. Safe for any thread, and for many processes.
final class SourceFiles {
  private static final int MOST_CLAIMED = 16; // paths that are claimed one by one

  private SourceFiles() {}

  /// Claims the paths of an import, or when they are many, the directories that they are in.
  static void claim(Claims claims, List<Path> paths, AfterImport afterImport) {
    Collection<Path> claimed = paths;
    if (paths.size() > MOST_CLAIMED) {
      claimed = new LinkedHashSet<>();
      for (Path path : paths) {
        Path parent = path.toAbsolutePath().normalize().getParent();
        claimed.add(parent == null ? path : parent);
      }
    }
    for (Path path : claimed) {
      if (afterImport.removes()) {
        claims.takes(path);
      } else {
        claims.reads(path);
      }
    }
  }

  /// Removes what an import of these paths has processed.
  static void removeImported(OperationResult result, AfterImport afterImport, List<Path> paths)
      throws IOException {
    if (result instanceof OperationResult.Imported imported) {
      for (SourceFile file : imported.processedFiles()) {
        remove(file);
      }
      if (afterImport == AfterImport.REMOVE_FILES_AND_DIRECTORIES) {
        removeEmptyDirectories(imported.processedFiles(), paths);
      }
    }
  }

  /// The file as it is now; a symbolic link stands for itself.
  static SourceFile examine(Path path) throws IOException {
    return new SourceFile(path.toString(), identity(path));
  }

  private static String identity(Path path) throws IOException {
    var attributes = Files.readAttributes(path, BasicFileAttributes.class, NOFOLLOW_LINKS);
    return "%s %d %s"
        .formatted(attributes.fileKey(), attributes.size(), attributes.lastModifiedTime());
  }

  /// Removes the file unless another has its name. It is taken aside first and looked at again, so
  /// that one that is moved into its place at this moment is put back and not lost. May be done
  /// again after a crash in the middle.
  static void remove(SourceFile file) throws IOException {
    Path path = Path.of(file.path());
    Path aside = aside(file);
    if (Files.exists(aside, NOFOLLOW_LINKS)) {
      settle(file, aside, path);
    }
    try {
      if (identity(path).equals(file.identity())) {
        Files.move(path, aside, StandardCopyOption.ATOMIC_MOVE);
        settle(file, aside, path);
      }
    } catch (NoSuchFileException _) {
      // somebody else removed it
    }
  }

  private static void settle(SourceFile file, Path aside, Path path) throws IOException {
    if (!identity(aside).equals(file.identity())) {
      try {
        Files.createLink(path, aside);
      } catch (FileAlreadyExistsException _) {
        // and a third one has replaced it
      }
    }
    Files.deleteIfExists(aside);
  }

  /// Where a file is while it is removed: a name of its own, which the next one knows again.
  static Path aside(SourceFile file) {
    var hash = new CRC32();
    hash.update((file.path() + file.identity()).getBytes(StandardCharsets.UTF_8));
    return Path.of(file.path()).resolveSibling(".imported-" + Long.toHexString(hash.getValue()));
  }

  /// Removes directories that are empty: those of the files, up to and with the named ones.
  static void removeEmptyDirectories(Iterable<SourceFile> files, Iterable<Path> named)
      throws IOException {
    for (Path argument : named) {
      Path top = Files.isDirectory(argument) ? argument : argument.getParent();
      if (top == null) {
        continue;
      }
      Set<Path> directories = new TreeSet<>((a, b) -> b.compareTo(a)); // the deepest first
      directories.add(top);
      for (SourceFile file : files) {
        Path directory = Path.of(file.path()).getParent();
        while (directory != null && directory.startsWith(top)) {
          directories.add(directory);
          directory = directory.getParent();
        }
      }
      for (Path directory : directories) {
        removeIfEmpty(directory);
      }
    }
  }

  private static void removeIfEmpty(Path directory) throws IOException {
    try {
      if (Files.isDirectory(directory, NOFOLLOW_LINKS)) {
        Files.delete(directory);
      }
    } catch (DirectoryNotEmptyException | NoSuchFileException _) {
      // it stays, or is gone already
    }
  }
}
