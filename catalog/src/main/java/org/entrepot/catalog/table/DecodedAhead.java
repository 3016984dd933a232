package org.entrepot.catalog.table;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Decodes blocks of rows in another thread while the caller reads the next block, and hands the
/// results over in their order, in the caller's thread. Two blocks are in memory at a time. For one
/// thread.
final class DecodedAhead<T> {
  private final Consumer<T> action;
  private @Nullable CompletableFuture<T> pending;

  DecodedAhead(Consumer<T> action) {
    this.action = action;
  }

  /// Begins to decode a block, then hands over the one before it.
  ///
  /// @param decoding works on what has been read; must not use the session
  void add(Supplier<T> decoding) {
    var next = CompletableFuture.supplyAsync(decoding);
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
