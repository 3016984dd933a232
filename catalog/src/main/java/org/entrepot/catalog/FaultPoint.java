package org.entrepot.catalog;

/// A place where tests may fail or stop the process: called before each statement, commit and
/// rollback with the name of the call, such as `insert repository` or `commit`.
///
/// What it throws takes the way of an error of the engine: the transaction is rolled back. It may
/// be called by several threads at once.
@FunctionalInterface
public interface FaultPoint {
  /// Does nothing.
  FaultPoint NONE = _ -> {};

  /// Called before `call` happens.
  void before(String call);
}
