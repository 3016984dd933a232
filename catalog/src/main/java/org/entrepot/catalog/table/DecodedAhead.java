package org.entrepot.catalog.table;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.entrepot.domain.packages.PackageSet;
import org.jspecify.annotations.Nullable;

/// Decodes blocks of rows in another thread while the caller reads the next block, and hands the
/// results over in their order, in the caller's thread. Two blocks are in memory at a time. For one
/// thread.
///
/// What is one block is decoded by the caller, and whatever a virtual thread reads: if that waited
/// in a write transaction, threads that wait for the same lock inside SQLite might hold all
/// carriers.
final class DecodedAhead<T> {
  private final Consumer<T> action;
  private final boolean ahead;
  private @Nullable CompletableFuture<T> pending;

  DecodedAhead(PackageSet ids, Consumer<T> action) {
    this.action = action;
    this.ahead = ids.size() > IdBlocks.BLOCK && !Thread.currentThread().isVirtual();
  }

  /// Begins to decode a block, then hands over the one before it.
  ///
  /// @param decoding works on what has been read; must not use the session
  void add(Supplier<T> decoding) {
    if (!ahead) {
      action.accept(decoding.get());
      return;
    }
    var next =
        CompletableFuture.supplyAsync(
            decoding, task -> Thread.ofPlatform().daemon().name("decoder").start(task));
    finish();
    pending = next;
  }

  /// Hands over the last block.
  void finish() {
    var last = pending;
    if (last != null) {
      pending = null;
      action.accept(result(last));
    }
  }

  private static <T> T result(CompletableFuture<T> decoding) {
    try {
      return decoding.join();
    } catch (CompletionException e) {
      switch (e.getCause()) {
        case RuntimeException ours -> throw ours;
        case Error ours -> throw ours;
        case null, default -> throw e;
      }
    }
  }
}
