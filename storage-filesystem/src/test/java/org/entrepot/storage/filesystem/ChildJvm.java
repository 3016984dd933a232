package org.entrepot.storage.filesystem;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.entrepot.storage.FaultPoint;
import org.entrepot.storage.StorageException;
import org.entrepot.storage.pool.PackagePool;

/// A second process that uses a pool, for tests which kill it or take its disk space.
final class ChildJvm {
  static final int FILES = 40;

  private ChildJvm() {}

  /// The command that runs [#main] with these arguments.
  static List<String> command(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-Xshare:auto");
    command.add("-Xmx256m");
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(ChildJvm.class.getName());
    command.addAll(List.of(arguments));
    return command;
  }

  /// The content of file number `i`.
  static byte[] content(int i) {
    byte[] content = new byte[1000 + 500 * i];
    new Random(i).nextBytes(content);
    return content;
  }

  static String name(int i) {
    return "package" + i + "_1.0_all.deb";
  }

  /// `halt POOL CALL NUMBER`: adds and commits, but dies before the given call with that number, as
  /// by `kill -9`.
  ///
  /// `hold POOL`: adds, says `ready`, and commits when a line comes on standard input.
  ///
  /// `fill POOL`: adds 100 KB files until one cannot be added; then prints what was said, and
  /// commits the others.
  ///
  /// `name POOL`: adds a file whose name is not ASCII and prints what was said.
  public static void main(String[] arguments) throws IOException {
    Path root = Path.of(arguments[1]);
    switch (arguments[0]) {
      case "halt" ->
          addAndCommit(
              new FilesystemPool(root, haltingAt(arguments[2], Integer.parseInt(arguments[3]))));
      case "hold" -> hold(new FilesystemPool(root));
      case "fill" -> fill(new FilesystemPool(root));
      case "name" -> addForeignName(new FilesystemPool(root));
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }

  private static FaultPoint haltingAt(String name, int number) {
    var calls = new AtomicInteger();
    return (call, _) -> {
      if (call.equals(name) && calls.incrementAndGet() == number) {
        Runtime.getRuntime().halt(137);
      }
    };
  }

  private static void addAndCommit(PackagePool pool) throws IOException {
    try (var batch = pool.newBatch()) {
      for (int i = 0; i < FILES; i++) {
        batch.add(name(i), new ByteArrayInputStream(content(i)));
      }
      batch.commit();
    }
  }

  private static void hold(PackagePool pool) throws IOException {
    try (var batch = pool.newBatch()) {
      batch.add(name(1), new ByteArrayInputStream(content(1)));
      System.out.println("ready");
      int _ = System.in.read();
      System.out.println(batch.commit());
    }
  }

  private static void fill(PackagePool pool) throws IOException {
    try (var batch = pool.newBatch()) {
      int added = 0;
      try {
        for (; added < 1000; added++) {
          byte[] content = new byte[100_000];
          new Random(added).nextBytes(content);
          batch.add(name(added), new ByteArrayInputStream(content));
        }
      } catch (StorageException e) {
        System.out.println(e.reason() + ": " + e.getMessage());
      }
      System.out.println("committed " + batch.commit().size() + " of " + added);
    }
    System.out.println("temporaries " + Path.of(pool.toString(), ".tmp").toFile().list().length);
  }

  private static void addForeignName(PackagePool pool) throws IOException {
    try (var batch = pool.newBatch()) {
      batch.add("\u00e9t\u00e9.deb", new ByteArrayInputStream(content(1)));
      System.out.println(batch.commit());
    } catch (StorageException e) {
      System.out.println(e.reason() + ": " + e.getMessage());
    }
  }
}
