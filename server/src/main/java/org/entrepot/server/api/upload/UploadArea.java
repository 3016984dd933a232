package org.entrepot.server.api.upload;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.entrepot.server.api.route.RefusedException;
import org.entrepot.server.api.route.SafeNames;
import org.entrepot.service.FileTrees;
import org.entrepot.storage.path.FileNames;

/// Files that wait to be imported: `ROOT/DIRECTORY/FILE`. A file is written under a temporary name
/// elsewhere, made durable, and then moved, so that nobody sees half of one. Safe for any thread.
public final class UploadArea {
  /// Names of files that are on their way in or out.
  private static final String INCOMING = ".incoming-";

  private static final String IMPORTED = ".imported-";

  private static final int MOST_ATTEMPTS = 100;

  private final Path root;
  private final Path scratch;

  /// `scratch` is on the same file system as `root`, if that can be had.
  public UploadArea(Path root, Path scratch) {
    this.root = root.toAbsolutePath().normalize();
    this.scratch = scratch;
  }

  /// Names of the directories, sorted.
  public List<String> directories() throws IOException {
    var names = new ArrayList<String>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(root, Files::isDirectory)) {
      entries.forEach(entry -> names.add(entry.getFileName().toString()));
    } catch (NoSuchFileException _) {
      // nothing was uploaded yet
    }
    names.sort(null);
    return names;
  }

  /// Base names of all files and directories below a directory, in the order of paths.
  ///
  /// @throws RefusedException 404 when there is no such directory
  public List<String> files(String directory) throws IOException {
    Path path = directory(directory);
    if (!Files.isDirectory(path)) {
      throw new RefusedException(404, "upload directory %s does not exist".formatted(directory));
    }
    try (Stream<Path> entries = Files.walk(path)) {
      return entries
          .filter(entry -> !entry.equals(path))
          .sorted()
          .map(entry -> entry.getFileName().toString())
          .filter(name -> !name.startsWith(INCOMING) && !name.startsWith(IMPORTED))
          .toList();
    }
  }

  /// The directory of a name from a path, which need not exist.
  ///
  /// @throws RefusedException 400 for a name that leads elsewhere, or would be stored elsewhere
  public Path directory(String name) {
    if (!SafeNames.isPathOk(name) || !SafeNames.strip(name).equals(name)) {
      throw RefusedException.badRequest("wrong dir: " + name);
    }
    return below(root, name, "wrong dir: " + name);
  }

  /// A file of a directory.
  ///
  /// @throws RefusedException 400 for a name that leads elsewhere
  public Path file(String directory, String name) {
    Path parent = directory(directory);
    if (!SafeNames.isPathOk(name) || !SafeNames.strip(name).equals(name)) {
      throw RefusedException.badRequest("wrong file: " + name);
    }
    return below(parent, name, "wrong file: " + name);
  }

  private static Path below(Path parent, String name, String refusal) {
    if (name.chars().anyMatch(Character::isISOControl)) {
      throw RefusedException.badRequest(refusal);
    }
    try {
      Path path = parent.resolve(name).normalize();
      if (path.startsWith(parent) && !path.equals(parent) && isStorable(parent.relativize(path))) {
        return path;
      }
    } catch (InvalidPathException _) {
      // refused like the others
    }
    throw RefusedException.badRequest(refusal);
  }

  /// Whether every part of the path fits into a file system.
  private static boolean isStorable(Path path) {
    for (Path name : path) {
      if (FileNames.findFault(name.toString()).isPresent()) {
        return false;
      }
    }
    return true;
  }

  /// A directory for files that are being received; the caller removes it with [#discard].
  public Path stage() throws IOException {
    Files.createDirectories(scratch);
    return Files.createTempDirectory(scratch, "upload-");
  }

  /// Writes a staged file from a stream.
  public Path receive(InputStream content, Path stage) throws IOException {
    Path file = stage.resolve(UUID.randomUUID().toString());
    Files.copy(content, file);
    return file;
  }

  /// Makes a staged file durable and gives it its place, replacing what was there.
  public void place(Path staged, Path destination) throws IOException {
    sync(staged, StandardOpenOption.WRITE);
    Path directory = requireNonNull(destination.getParent());
    for (int attempt = 1; ; attempt++) {
      try {
        createDirectories(directory);
        move(staged, destination);
        break;
      } catch (NoSuchFileException e) { // an import has just removed the empty directory
        if (attempt == MOST_ATTEMPTS || !Files.exists(staged)) {
          throw e;
        }
      }
    }
    try {
      sync(directory, StandardOpenOption.READ);
    } catch (NoSuchFileException _) {
      // an import has taken the file already, and the directory with it
    }
  }

  private static void move(Path staged, Path destination) throws IOException {
    try {
      Files.move(staged, destination, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException _) {
      placeFromElsewhere(staged, destination);
    }
  }

  private static void placeFromElsewhere(Path staged, Path destination) throws IOException {
    Path near = destination.resolveSibling(INCOMING + UUID.randomUUID());
    try {
      Files.copy(staged, near);
      sync(near, StandardOpenOption.WRITE);
      Files.move(near, destination, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(near);
    }
  }

  private void createDirectories(Path directory) throws IOException {
    Files.createDirectories(root);
    Path parent = root;
    for (Path name : root.relativize(directory)) {
      Path made = parent.resolve(name);
      if (!Files.isDirectory(made)) {
        Files.createDirectories(made); // no error when another request was faster
        sync(parent, StandardOpenOption.READ);
      }
      parent = made;
    }
  }

  private static void sync(Path path, StandardOpenOption access) throws IOException {
    try (var channel = FileChannel.open(path, access)) {
      channel.force(true);
    }
  }

  /// Removes a directory with all that is in it; nothing happens when it is missing.
  public void discard(Path tree) throws IOException {
    FileTrees.remove(tree);
  }
}
