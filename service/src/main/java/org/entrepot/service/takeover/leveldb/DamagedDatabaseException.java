package org.entrepot.service.takeover.leveldb;

import java.io.IOException;

/// The files are no LevelDB database, or are damaged. The message is one sentence with the file.
public final class DamagedDatabaseException extends IOException {
  private static final long serialVersionUID = 1;

  public DamagedDatabaseException(String message) {
    super(message);
  }
}
