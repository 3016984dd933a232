package org.entrepot.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.entrepot.domain.snapshot.SourceKind;
import org.entrepot.service.operation.Operation;
import org.entrepot.testkit.DebBuilder;
import org.entrepot.testkit.DscBuilder;

/// A process that changes a store until it is killed: `CrashingWorker ROOT ROUND SEED`. It prints
/// `ready`, and a line for each change that was acknowledged.
final class CrashingWorker {
  private final Store store;
  private final Path incoming;
  private final int round;
  private final Random random;

  private CrashingWorker(Path root, int round, long seed) {
    store = new Store(CrashTest.setup(root));
    incoming = root.resolve("incoming");
    this.round = round;
    random = new Random(seed);
  }

  static void main(String[] arguments) throws IOException {
    var worker =
        new CrashingWorker(
            Path.of(arguments[0]), Integer.parseInt(arguments[1]), Long.parseLong(arguments[2]));
    System.out.println("ready");
    for (int i = 0; ; i++) {
      worker.change(i);
    }
  }

  private void change(int i) throws IOException {
    String unique = round + "." + i;
    switch (random.nextInt(8)) {
      case 0, 1 -> {
        Path directory = Files.createDirectories(incoming.resolve(unique));
        DebBuilder.of("p" + random.nextInt(5), unique, "amd64")
            .file("usr/bin/x", unique)
            .writeTo(directory);
        DscBuilder.nativePackage("src", unique).build().writeTo(directory);
        store.add("r", directory);
        acknowledged("added", unique);
      }
      case 2, 3 -> {
        store.run(Store.updating("p", "stable"));
        acknowledged("updated", unique);
      }
      case 4 -> {
        store.snapshot("s" + unique, "r");
        acknowledged("snapshot", "s" + unique);
      }
      case 5 -> {
        store.run(Store.publishing(SourceKind.REPOSITORY, "r", "p", "d" + unique));
        acknowledged("published", "d" + unique);
        Operation dropping = Store.dropping("p", "d" + unique);
        if (random.nextBoolean()) {
          System.out.println("dropping d" + unique);
          store.run(dropping);
          acknowledged("dropped", "d" + unique);
        }
      }
      case 6 -> store.remove("gone", "p0");
      default -> store.cleanUp();
    }
  }

  private static void acknowledged(String what, String name) {
    System.out.println(what + " " + name);
    System.out.flush();
  }
}
