package org.entrepot.server.api;

import java.io.IOException;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.content.ContentSourceTransformer;

/// A body that fails when it turns out to be larger than allowed. For one reader at a time.
final class BoundedSource extends ContentSourceTransformer {
  private final long mostBytes;
  private long seen;
  private volatile boolean exceeded;

  BoundedSource(Content.Source source, long mostBytes) {
    super(source);
    this.mostBytes = mostBytes;
  }

  /// Whether it failed for its size.
  boolean isExceeded() {
    return exceeded;
  }

  @Override
  protected Content.Chunk transform(Content.Chunk chunk) {
    seen += chunk.remaining();
    if (seen <= mostBytes) {
      return chunk;
    }
    exceeded = true;
    return Content.Chunk.from(new IOException("too large"), true);
  }
}
