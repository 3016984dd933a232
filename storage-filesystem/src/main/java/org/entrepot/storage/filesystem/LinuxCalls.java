package org.entrepot.storage.filesystem;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/// System calls of Linux that Java does not offer: `syncfs(2)` and the `FICLONE` request of
/// `ioctl(2)`.
///
/// Loading costs some tens of milliseconds, so ask for it only where many files are at stake.
/// Thread-safe.
final class LinuxCalls {
  private static final int O_RDONLY = 0;
  private static final int O_WRONLY = 1;
  private static final int O_CLOEXEC = 0x80000;
  private static final long FICLONE = 0x40049409L; // _IOW(0x94, 9, int) of linux/fs.h
  private static final int EPERM = 1;
  private static final int ENOSYS = 38;
  private static final Charset PATH_CHARSET =
      Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"), Charset.defaultCharset());

  private final MethodHandle open;
  private final MethodHandle close;
  private final MethodHandle syncfs;
  private final MethodHandle ioctl;
  private final VarHandle errno;

  @SuppressWarnings("restricted") // the signatures are those of the manual pages, for LP64
  private LinuxCalls(Linker linker) {
    var state = Linker.Option.captureCallState("errno");
    this.open =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("open"),
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT),
            state,
            Linker.Option.firstVariadicArg(2));
    this.close =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("close"), FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    this.syncfs =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("syncfs"),
            FunctionDescriptor.of(JAVA_INT, JAVA_INT),
            state);
    this.ioctl =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("ioctl"),
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT),
            Linker.Option.firstVariadicArg(2));
    this.errno =
        Linker.Option.captureStateLayout()
            .varHandle(MemoryLayout.PathElement.groupElement("errno"))
            .withInvokeExactBehavior();
  }

  /// The calls, where this system has them; loaded at first use.
  static Optional<LinuxCalls> find() {
    return Holder.CALLS;
  }

  private static final class Holder {
    static final Optional<LinuxCalls> CALLS = load();

    private static Optional<LinuxCalls> load() {
      String architecture = System.getProperty("os.arch", "");
      if (!System.getProperty("os.name", "").toLowerCase(Locale.ROOT).equals("linux")
          || !(architecture.equals("amd64") || architecture.equals("aarch64"))) {
        return Optional.empty(); // the constants above are of these two
      }
      try {
        return Optional.of(new LinuxCalls(Linker.nativeLinker()));
      } catch (RuntimeException | LinkageError e) {
        return Optional.empty(); // native access is not allowed, or a libc without these
      }
    }
  }

  /// Makes everything durable that was written to the file system of `directory`.
  ///
  /// @return false when the system refuses the call itself, so that files must be synced one by one
  boolean syncFileSystem(Path directory) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(Linker.Option.captureStateLayout());
      int file = open(arena, state, directory, O_RDONLY);
      try {
        if ((int) syncfs.invokeExact(state, file) == 0) {
          return true;
        }
        int error = (int) errno.get(state, 0L);
        if (error == ENOSYS || error == EPERM) {
          return false;
        }
        throw new IOException(
            "The disk could not write everything below " + directory + " (errno " + error + ")");
      } finally {
        int _ = (int) close.invokeExact(file);
      }
    } catch (IOException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  /// Makes the empty file `to` share the blocks of `from`.
  ///
  /// @return false when the file system cannot
  boolean cloneFile(Path from, Path to) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(Linker.Option.captureStateLayout());
      int source = open(arena, state, from, O_RDONLY);
      try {
        int target = open(arena, state, to, O_WRONLY);
        try {
          return (int) ioctl.invokeExact(target, FICLONE, source) == 0;
        } finally {
          int _ = (int) close.invokeExact(target);
        }
      } finally {
        int _ = (int) close.invokeExact(source);
      }
    } catch (IOException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  private int open(Arena arena, MemorySegment state, Path path, int flags) throws Throwable {
    MemorySegment name = arena.allocateFrom(path.toString(), PATH_CHARSET);
    int file = (int) open.invokeExact(state, name, flags | O_CLOEXEC);
    if (file < 0) {
      throw new IOException(
          "Could not open " + path + " (errno " + (int) errno.get(state, 0L) + ")");
    }
    return file;
  }
}
