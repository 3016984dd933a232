package org.entrepot.catalog.sql;

import java.nio.file.Path;

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

  /// Writes what was committed at one instant to a new file, while others read and write.
  ///
  /// @throws UnsupportedOperationException of an engine that has programs of its own for it; the
  ///   message names them
  void copyTo(Path file);

  /// Returns what tells of changes.
  ChangeSignal changes();

  @Override
  void close();
}
