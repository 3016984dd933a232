package org.entrepot.service.takeover.leveldb;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Keeps programs from writing to a LevelDB database while it is read: a shared `flock(2)` on its
/// file `LOCK`, which whoever writes locks exclusively. (Java's own locks are those of `fcntl(2)`,
/// which have nothing to do with these.) The file is opened for reading only, and never made.
public final class DatabaseLock implements AutoCloseable {
  private static final int O_CLOEXEC = 0x80000; // with O_RDONLY, which is 0
  private static final int LOCK_SHARED = 1;
  private static final int LOCK_NOT_WAITING = 4;
  private static final int NONE = -1;

  private final int file;

  private DatabaseLock(int file) {
    this.file = file;
  }

  /// The lock; empty when somebody writes to the database. A database without a file `LOCK` (a
  /// copy) needs none.
  ///
  /// @throws IOException when the file cannot be opened
  public static Optional<DatabaseLock> tryTake(Path database) throws IOException {
    Path path = database.resolve("LOCK");
    if (!Files.exists(path)) {
      return Optional.of(new DatabaseLock(NONE));
    }
    try (Arena arena = Arena.ofConfined()) {
      int file = (int) Calls.OPEN.invokeExact(arena.allocateFrom(path.toString()), O_CLOEXEC);
      if (file < 0) {
        throw new IOException(path + " cannot be opened for reading");
      }
      if ((int) Calls.FLOCK.invokeExact(file, LOCK_SHARED | LOCK_NOT_WAITING) != 0) {
        int _ = (int) Calls.CLOSE.invokeExact(file);
        return Optional.empty();
      }
      return Optional.of(new DatabaseLock(file));
    } catch (IOException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    if (file == NONE) {
      return;
    }
    try {
      int _ = (int) Calls.CLOSE.invokeExact(file);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  /// The calls, loaded at first use.
  @SuppressWarnings("restricted") // the signatures are those of the manual pages
  private static final class Calls {
    private static final Linker LINKER = Linker.nativeLinker();
    static final MethodHandle OPEN =
        handle(
            "open",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT),
            Linker.Option.firstVariadicArg(2));
    static final MethodHandle FLOCK =
        handle("flock", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    static final MethodHandle CLOSE = handle("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

    private static MethodHandle handle(
        String name, FunctionDescriptor signature, Linker.Option... options) {
      return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), signature, options);
    }
  }
}
