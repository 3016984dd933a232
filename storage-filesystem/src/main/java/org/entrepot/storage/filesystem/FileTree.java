package org.entrepot.storage.filesystem;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// A walk through a directory tree that others may change meanwhile: what vanishes is passed over
/// (`Files.walk` would fail).
///
/// Symbolic links are shown, not followed. Reads one directory at a time and keeps none open. Used
/// by one thread.
final class FileTree implements Iterator<FileTree.Entry> {
  /// Anything that is not a directory.
  ///
  /// @param attributes those of the entry itself, also when it is a symbolic link
  record Entry(Path path, BasicFileAttributes attributes) {}

  private record Pending(Path directory, int depth) {}

  private final Deque<Pending> pending = new ArrayDeque<>();
  private final Deque<Entry> found = new ArrayDeque<>();
  private final int maxDepth;

  private FileTree(Path root, int maxDepth) {
    this.maxDepth = maxDepth;
    pending.add(new Pending(root, 1));
  }

  /// Everything below `root` but directories, in no particular order, down to names with `maxDepth`
  /// parts.
  static Stream<Entry> walk(Path root, int maxDepth) {
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(
            new FileTree(root, maxDepth), Spliterator.NONNULL | Spliterator.DISTINCT),
        false);
  }

  @Override
  public boolean hasNext() {
    while (found.isEmpty() && !pending.isEmpty()) {
      read(pending.removeLast());
    }
    return !found.isEmpty();
  }

  @Override
  public Entry next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return found.removeFirst();
  }

  private void read(Pending next) {
    try (var children = Files.newDirectoryStream(next.directory())) {
      for (Path child : children) {
        add(child, next.depth());
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      return; // vanished meanwhile
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void add(Path child, int depth) throws IOException {
    try {
      var attributes = Files.readAttributes(child, BasicFileAttributes.class, NOFOLLOW_LINKS);
      if (!attributes.isDirectory()) {
        found.add(new Entry(child, attributes));
      } else if (depth < maxDepth) {
        pending.add(new Pending(child, depth + 1));
      }
    } catch (NoSuchFileException e) {
      return; // vanished meanwhile
    }
  }
}
