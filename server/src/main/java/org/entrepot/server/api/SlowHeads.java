package org.entrepot.server.api;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.thread.Scheduler;

/// Closes connections whose client takes too long for the head of a request. Jetty's idle timeout
/// does not: it begins anew with every byte. Bodies may take as long as they move.
final class SlowHeads implements Connection.Listener {
  private final Duration patience;
  private final Scheduler scheduler;

  SlowHeads(Duration patience, Scheduler scheduler) {
    this.patience = patience;
    this.scheduler = scheduler;
  }

  @Override
  public void onOpened(Connection connection) {
    if (connection instanceof HttpConnection http) {
      new Watch(http).again();
    }
  }

  @Override
  public void onClosed(Connection connection) {}

  /// Looks at one connection from time to time; each run after the one before.
  private final class Watch implements Runnable {
    private final HttpConnection connection;
    private long bytesIn;
    private long answers;

    Watch(HttpConnection connection) {
      this.connection = connection;
    }

    void again() {
      scheduler.schedule(this, patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// A head is slow that had begun when the last look was over, and has not ended at this one.
    @Override
    public void run() {
      if (!connection.getEndPoint().isOpen()) {
        return;
      }
      long bytes = connection.getBytesIn();
      long answered = connection.getMessagesOut();
      boolean answering = connection.getHttpChannel().getRequest() != null;
      if (!answering && answered == answers && bytes != bytesIn) {
        connection.getEndPoint().close();
        return;
      }
      bytesIn = bytes;
      answers = answered;
      again();
    }
  }
}
