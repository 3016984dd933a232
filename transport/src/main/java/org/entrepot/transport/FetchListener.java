package org.entrepot.transport;

/// Hears how a fetch goes on. Called by the thread that fetches.
public interface FetchListener {
  /// So many bytes came.
  void received(long bytes);

  /// The fetch failed and is tried again.
  ///
  /// @param reason one sentence
  void retrying(String reason);

  /// Throws to end the fetch; what the target has stays.
  void checkWanted();

  /// Hears nothing.
  FetchListener SILENT =
      new FetchListener() {
        @Override
        public void received(long bytes) {}

        @Override
        public void retrying(String reason) {}

        @Override
        public void checkWanted() {}
      };
}
