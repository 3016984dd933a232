package org.entrepot.storage;

import java.io.IOException;
import java.nio.file.Path;

/// A hook that a backend calls before each of its mutating system calls, so that a test can fail,
/// stop or kill the process at call *n* for every *n*.
///
/// An implementation returns to let the call happen, or throws what the call would have thrown. It
/// is called from any thread that uses the backend, several at once.
@FunctionalInterface
public interface FaultPoint {
  /// Lets every call happen.
  FaultPoint NONE = (_, _) -> {};

  /// Called before `call` (one lower-case word: `create`, `write`, `link`, `mkdir`, `rename`,
  /// `delete`, `sync`) changes `path`.
  void before(String call, Path path) throws IOException;
}
