package org.entrepot.cli.command;

import java.nio.file.Path;
import java.util.Map;
import org.entrepot.cli.configuration.Configuration;
import org.entrepot.service.Caller;
import org.entrepot.service.Entrepot;

/// Where somebody typed a command.
sealed interface CommandOrigin {
  /// On this machine: it may read the files of whoever typed it.
  record ThisMachine() implements CommandOrigin {}

  /// On another one, which sent what the command reads: nothing else of this machine is read for
  /// it.
  ///
  /// @param files contents by their names as typed
  /// @param uploads where typed paths are now, for imports
  record Elsewhere(
      Entrepot store,
      Configuration configuration,
      Caller caller,
      Map<String, byte[]> files,
      Map<Path, Path> uploads)
      implements CommandOrigin {
    public Elsewhere {
      files = Map.copyOf(files);
      uploads = Map.copyOf(uploads);
    }
  }
}
