package org.entrepot.transport;

/// What became of a [Fetch].
public sealed interface FetchResult {
  /// The target holds the whole file.
  record Whole(Validators validators) implements FetchResult {}

  /// The file is as it was when the validators were told; the target is untouched.
  record Unchanged() implements FetchResult {}

  /// There is no such file, or nobody may read it.
  ///
  /// @param answer one sentence with the address
  record Absent(String answer) implements FetchResult {}
}
