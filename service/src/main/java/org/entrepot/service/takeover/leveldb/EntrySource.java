package org.entrepot.service.takeover.leveldb;

import java.io.IOException;
import java.util.Optional;

/// Entries in the order of [Entry#compare], one after the other.
interface EntrySource {
  /// The next entry; empty after the last.
  Optional<Entry> next() throws IOException;
}
