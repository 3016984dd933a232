package org.entrepot.storage.filesystem;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.entrepot.storage.StorageException;
import org.entrepot.storage.StorageException.Reason;

/// The directories below one root: makes them, and makes sure that none leads out of the root by a
/// symbolic link.
///
/// A directory is looked at once and then remembered until [#forgetAll]; whoever finds that a
/// remembered directory has vanished calls [#forget] and asks again. Directories are named relative
/// to the root, `""` being the root. Thread-safe.
final class Directories {
  private static final int MAX_ATTEMPTS = 1000;

  private final Path root;
  private final Disk disk;
  private final Set<String> known = ConcurrentHashMap.newKeySet();
  private final Map<Object, Path> fileSystems = new ConcurrentHashMap<>();
  private final Set<Path> aboveRoot = ConcurrentHashMap.newKeySet();

  Directories(Path root, Disk disk) {
    this.root = root.toAbsolutePath();
    this.disk = disk;
  }

  /// The root, absolute.
  Path root() {
    return root;
  }

  /// The path of a directory, which need not exist.
  Path locate(String directory) throws StorageException {
    return directory.isEmpty() ? root : Failures.resolve(root, directory);
  }

  /// Makes sure that the directory exists and lies below the root.
  ///
  /// @return its path
  Path require(String directory) throws IOException {
    for (int attempt = 0; ; attempt++) {
      try {
        return create(directory);
      } catch (NoSuchFileException e) {
        if (attempt == MAX_ATTEMPTS) {
          throw e;
        }
        forget(directory); // somebody removed a directory above, as it was empty
      }
    }
  }

  private Path create(String directory) throws IOException {
    Path path = locate(directory);
    if (known.contains(directory)) {
      return path;
    }
    if (directory.isEmpty()) {
      createRoot();
      return path;
    }
    create(parent(directory));
    try {
      disk.createDirectory(path);
    } catch (FileAlreadyExistsException e) {
      if (!check(path)) {
        // One look, because others may remove the directory and make it anew between two.
        boolean back =
            Files.readAttributes(path, BasicFileAttributes.class, NOFOLLOW_LINKS).isDirectory();
        throw back ? new NoSuchFileException(path.toString()) : inTheWay(path);
      }
    }
    known.add(directory);
    return path;
  }

  private void createRoot() throws IOException {
    createAbsolute(root);
    remember(root);
    known.add("");
  }

  private void createAbsolute(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      return;
    }
    Path parent = directory.getParent();
    if (parent == null) {
      return;
    }
    createAbsolute(parent);
    try {
      disk.createDirectory(directory);
      aboveRoot.add(parent);
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(directory)) {
        throw inTheWay(directory);
      }
    }
  }

  /// Whether the directory exists; then it lies below the root.
  boolean exists(String directory) throws IOException {
    if (known.contains(directory)) {
      return true;
    }
    if (directory.isEmpty()) {
      if (!Files.isDirectory(root)) {
        return false;
      }
      remember(root);
      known.add("");
      return true;
    }
    if (!exists(parent(directory))) {
      return false;
    }
    Path path = locate(directory);
    if (!Files.exists(path, NOFOLLOW_LINKS)) {
      return false;
    }
    try {
      if (!check(path)) {
        return false;
      }
    } catch (NoSuchFileException e) {
      return false;
    }
    known.add(directory);
    return true;
  }

  /// Whether there is a directory; one that is out of the root is an error.
  private boolean check(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return false; // vanished, or a symbolic link that leads nowhere
    }
    if (Files.isSymbolicLink(directory) && !directory.toRealPath().startsWith(root.toRealPath())) {
      throw new StorageException(
          Reason.BAD_PATH,
          "The directory "
              + directory
              + " is a symbolic link that leads out of "
              + root
              + "; remove it or replace it by a mount");
    }
    if (!Files.isDirectory(directory)) {
      return false;
    }
    remember(directory);
    return true;
  }

  private static StorageException inTheWay(Path file) {
    return new StorageException(
        Reason.BAD_PATH,
        "A directory is needed at " + file + ", but a file or a broken link is there");
  }

  private void remember(Path directory) throws IOException {
    Object device =
        directory.getFileSystem().supportedFileAttributeViews().contains("unix")
            ? Files.getAttribute(directory, "unix:dev")
            : "";
    fileSystems.putIfAbsent(device, directory);
  }

  /// Notes that a directory or one above it has vanished.
  void forget(String directory) {
    for (String at = directory; !at.isEmpty(); at = parent(at)) {
      known.remove(at);
    }
    known.remove("");
  }

  /// Forgets all, so that the next use looks again.
  void forgetAll() {
    known.clear();
  }

  /// The files, and every directory that leads to them, as paths to sync: also directories that
  /// were there before, since another process may have made them a moment ago.
  Collection<Path> withParents(Collection<String> files) throws StorageException {
    Set<String> all = new LinkedHashSet<>(files);
    for (String file : files) {
      String at = file;
      do {
        at = parent(at);
      } while (all.add(at) && !at.isEmpty());
    }
    List<Path> paths = new ArrayList<>(all.size() + aboveRoot.size());
    for (String text : all) {
      paths.add(locate(text));
    }
    paths.addAll(aboveRoot);
    return paths;
  }

  /// One directory in each file system that was met.
  Collection<Path> fileSystems() {
    return fileSystems.values().stream().filter(Files::isDirectory).toList();
  }

  /// The directory above; the root is above itself.
  static String parent(String path) {
    int slash = path.lastIndexOf('/');
    return slash < 0 ? "" : path.substring(0, slash);
  }
}
