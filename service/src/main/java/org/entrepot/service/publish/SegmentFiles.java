package org.entrepot.service.publish;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32C;
import org.entrepot.format.checksum.Sha256;
import org.entrepot.format.compression.Compression;
import org.entrepot.format.index.segment.SegmentCache;

/// Compressed segments of indices in a directory of the root: `<root>/cache/<hh>/<key>.<form>`,
/// each file followed by its CRC-32C. Only an acceleration: files may be deleted at any time, and a
/// damaged one counts as missing. Nothing is synced. Safe for any thread and process.
public final class SegmentFiles implements SegmentCache {
  private static final int CHECK_BYTES = 4;

  private final Path directory;
  private final Clock clock;
  private final Set<Path> used = ConcurrentHashMap.newKeySet();

  public SegmentFiles(Path directory, Clock clock) {
    this.directory = directory;
    this.clock = clock;
  }

  @Override
  public Optional<byte[]> find(Sha256 key, Compression compression) {
    Path file = path(key, compression);
    try {
      byte[] stored = Files.readAllBytes(file);
      int length = stored.length - CHECK_BYTES;
      if (length < 0 || check(stored, length) != ByteBuffer.wrap(stored).getInt(length)) {
        return Optional.empty();
      }
      used.add(file);
      return Optional.of(Arrays.copyOf(stored, length));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("the cache of index segments cannot be read: " + file, e);
    }
  }

  @Override
  public void store(Sha256 key, Compression compression, byte[] form) {
    Path file = path(key, compression);
    try {
      Files.createDirectories(file.getParent());
      Path temporary = file.resolveSibling("." + UUID.randomUUID());
      var bytes = ByteBuffer.allocate(form.length + CHECK_BYTES);
      bytes.put(form).putInt(check(form, form.length));
      Files.write(temporary, bytes.array());
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
      used.add(file);
    } catch (IOException e) {
      throw new UncheckedIOException("the cache of index segments cannot be written: " + file, e);
    }
  }

  /// Notes that the segments found or stored since the start are in use, and removes those used
  /// least recently until the rest fits.
  public void trim(long mostBytes) throws IOException {
    FileTime now = FileTime.from(clock.instant());
    for (Path file : used) {
      try {
        Files.setLastModifiedTime(file, now);
      } catch (NoSuchFileException _) {
        // removed by another process
      }
    }
    used.clear();
    record Entry(Path path, long size, FileTime time) {}
    List<Entry> entries = new ArrayList<>();
    if (!Files.isDirectory(directory)) {
      return;
    }
    try (DirectoryStream<Path> groups = Files.newDirectoryStream(directory)) {
      for (Path group : groups) {
        if (Files.isDirectory(group)) {
          try (DirectoryStream<Path> files = Files.newDirectoryStream(group)) {
            for (Path file : files) {
              entries.add(new Entry(file, Files.size(file), Files.getLastModifiedTime(file)));
            }
          }
        }
      }
    }
    entries.sort(Comparator.comparing(Entry::time).reversed());
    long total = 0;
    for (Entry entry : entries) {
      total += entry.size();
      if (total > mostBytes) {
        Files.deleteIfExists(entry.path());
      }
    }
  }

  private Path path(Sha256 key, Compression compression) {
    String hex = key.hex();
    return directory
        .resolve(hex.substring(0, 2))
        .resolve(hex.substring(2) + "." + compression.name().toLowerCase(Locale.ROOT));
  }

  private static int check(byte[] bytes, int length) {
    var check = new CRC32C();
    check.update(bytes, 0, length);
    return (int) check.getValue();
  }
}
