package org.entrepot.catalog.sql;

/// An engine with its connections: transactions begin and end here. Thread-safe.
public interface Database extends AutoCloseable {
  /// Begins a transaction that sees one instant.
  Session beginRead();

  /// Ends a transaction that was begun by [#beginRead()].
  void endRead(Session session);

  /// Begins the only write transaction of all processes, after the ones before it have ended.
  Session beginWrite();

  /// Makes everything durable and visible, and ends the write.
  void commit(Session session);

  /// Undoes everything and ends the write; never throws.
  void rollback(Session session);

  /// Returns whether a write that failed so may succeed when it is done again.
  boolean mayRetry(RuntimeException failure);

  /// Returns what tells of changes.
  ChangeSignal changes();

  @Override
  void close();
}
