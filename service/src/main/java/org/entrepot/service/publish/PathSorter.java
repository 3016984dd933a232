package org.entrepot.service.publish;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/// Sorts (path, owner) pairs by the bytes of the path in bounded memory: pairs are collected
/// compactly, sorted runs that do not fit are written to files of the work directory, and merged at
/// the end. For one thread.
final class PathSorter implements AutoCloseable {
  private static final int RUN_BYTES = 48 << 20;
  private static final int FEW = 12; // entries that are sorted by insertion

  private final Path work;
  private final List<Path> runs = new ArrayList<>();
  private final List<Run> open = new ArrayList<>();
  private byte[] data = new byte[1 << 20];
  private int[] starts = new int[1 << 14];
  private int[] owners = new int[1 << 14];
  private int bytes;
  private int count;

  PathSorter(Path work) {
    this.work = work;
  }

  /// A path with everybody who has it: ascending, without repeats.
  static final class Owned {
    final byte[] path;
    final int[] owners;

    private Owned(byte[] path, int[] owners) {
      this.path = path;
      this.owners = owners;
    }
  }

  void add(byte[] path, int owner) throws IOException {
    if (count > 0 && bytes + path.length > RUN_BYTES) {
      spill();
    }
    if (bytes + path.length + 1 > data.length) {
      data = Arrays.copyOf(data, Math.max(data.length * 2, bytes + path.length + 1));
    }
    if (count == starts.length) {
      starts = Arrays.copyOf(starts, count * 2);
      owners = Arrays.copyOf(owners, count * 2);
    }
    System.arraycopy(path, 0, data, bytes, path.length);
    starts[count] = bytes;
    owners[count] = owner;
    bytes += path.length;
    data[bytes++] = 0; // paths hold no NUL, so it ends them and sorts first
    count++;
  }

  /// All paths in order, one call after the other; nothing can be added any more.
  Groups groups() throws IOException {
    int[] order = sorted();
    var memory = new Memory(order);
    if (runs.isEmpty()) {
      return new Groups(memory);
    }
    var merged = new PriorityQueue<Run>();
    for (Path path : runs) {
      var run = new FileRun(path);
      open.add(run);
      if (run.next()) {
        merged.add(run);
      }
    }
    if (memory.next()) {
      merged.add(memory);
    }
    return new Groups(new Merge(merged));
  }

  /// Paths in order.
  static final class Groups {
    private final Run run;
    private boolean more;

    private Groups(Run run) throws IOException {
      this.run = run;
      this.more = run.next();
    }

    /// The next path; empty after the last.
    Optional<Owned> next() throws IOException {
      if (!more) {
        return Optional.empty();
      }
      byte[] path = run.path;
      int[] owners = new int[4];
      int size = 0;
      do {
        if (size == owners.length) {
          owners = Arrays.copyOf(owners, size * 2);
        }
        owners[size++] = run.owner;
        more = run.next();
      } while (more && Arrays.equals(path, run.path));
      return Optional.of(
          new Owned(path, Arrays.stream(owners, 0, size).sorted().distinct().toArray()));
    }
  }

  @Override
  public void close() throws IOException {
    for (Run run : open) {
      run.close();
    }
    for (Path path : runs) {
      Files.deleteIfExists(path);
    }
  }

  private void spill() throws IOException {
    Path file = work.resolve("paths-" + runs.size());
    runs.add(file);
    try (var out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
      for (int index : sorted()) {
        int length = length(index);
        out.writeInt(length);
        out.writeInt(owners[index]);
        out.write(data, starts[index], length);
      }
    }
    bytes = 0;
    count = 0;
  }

  private int length(int index) {
    int end = index + 1 < count ? starts[index + 1] : bytes;
    return end - 1 - starts[index];
  }

  private int[] sorted() {
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      order[i] = i;
    }
    sort(order, 0, count, 0);
    return order;
  }

  /// Three-way radix quicksort (Bentley and Sedgewick): paths share long beginnings, which it
  /// compares only once.
  private void sort(int[] order, int from, int to, int depth) {
    int low = from;
    int high = to;
    int at = depth;
    while (high - low > FEW) {
      int pivot = byteAt(order[(low + high) >>> 1], at);
      int less = low;
      int more = high;
      int i = low;
      while (i < more) {
        int b = byteAt(order[i], at);
        if (b < pivot) {
          swap(order, less++, i++);
        } else if (b > pivot) {
          swap(order, i, --more);
        } else {
          i++;
        }
      }
      sort(order, low, less, at);
      sort(order, more, high, at);
      if (pivot == 0) {
        return; // all equal
      }
      low = less;
      high = more;
      at++;
    }
    for (int i = low + 1; i < high; i++) {
      int moving = order[i];
      int j = i;
      while (j > low && compare(order[j - 1], moving, at) > 0) {
        order[j] = order[j - 1];
        j--;
      }
      order[j] = moving;
    }
  }

  private int byteAt(int index, int depth) {
    return data[starts[index] + depth] & 0xff;
  }

  private int compare(int a, int b, int depth) {
    int i = starts[a] + depth;
    int j = starts[b] + depth;
    while (data[i] == data[j]) {
      if (data[i] == 0) {
        return 0;
      }
      i++;
      j++;
    }
    return (data[i] & 0xff) - (data[j] & 0xff);
  }

  private static void swap(int[] order, int i, int j) {
    int kept = order[i];
    order[i] = order[j];
    order[j] = kept;
  }

  /// Pairs in order.
  private abstract static class Run implements Comparable<Run> {
    byte[] path = new byte[0];
    int owner;

    /// Moves to the next pair; false after the last.
    abstract boolean next() throws IOException;

    void close() throws IOException {}

    @Override
    public int compareTo(Run other) {
      return Arrays.compareUnsigned(path, other.path);
    }
  }

  private final class Memory extends Run {
    private final int[] order;
    private int at;

    Memory(int[] order) {
      this.order = order;
    }

    @Override
    boolean next() {
      if (at == order.length) {
        return false;
      }
      int index = order[at++];
      path = Arrays.copyOfRange(data, starts[index], starts[index] + length(index));
      owner = owners[index];
      return true;
    }
  }

  private static final class FileRun extends Run {
    private final DataInputStream in;

    FileRun(Path file) throws IOException {
      in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16));
    }

    @Override
    boolean next() throws IOException {
      int length;
      try {
        length = in.readInt();
      } catch (EOFException _) {
        return false;
      }
      owner = in.readInt();
      path = in.readNBytes(length);
      return true;
    }

    @Override
    void close() throws IOException {
      in.close();
    }
  }

  private static final class Merge extends Run {
    private final PriorityQueue<Run> runs;

    Merge(PriorityQueue<Run> runs) {
      this.runs = runs;
    }

    @Override
    boolean next() throws IOException {
      Run first = runs.poll();
      if (first == null) {
        return false;
      }
      path = first.path;
      owner = first.owner;
      if (first.next()) {
        runs.add(first);
      }
      return true;
    }
  }
}
