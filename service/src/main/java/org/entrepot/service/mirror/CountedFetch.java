package org.entrepot.service.mirror;

import java.util.concurrent.atomic.AtomicLong;
import org.entrepot.service.task.Marker;
import org.entrepot.service.task.OperationContext;
import org.entrepot.transport.FetchListener;

/// Tells a task how far one of its downloads is, and the download when the task is cancelled.
///
/// @param received counts the bytes of all downloads
/// @param path of the file in the archive
record CountedFetch(OperationContext context, AtomicLong received, String path)
    implements FetchListener {
  @Override
  public void received(long bytes) {
    received.addAndGet(bytes);
    context.advance(bytes, path);
  }

  @Override
  public void retrying(String reason) {
    context.output(Marker.WARNING, reason);
  }

  @Override
  public void checkWanted() {
    context.checkCancelled();
  }
}
