package org.entrepot.cli.command;

import org.entrepot.cli.configuration.Configuration;
import org.entrepot.openpgp.key.KeyStore;
import org.entrepot.service.Entrepot;

/// Builds what commands work on from the configuration; the program's composition does it.
public interface StoreOpener {
  /// The store.
  Entrepot open(Configuration configuration);

  /// Its keys.
  KeyStore keys(Configuration configuration);
}
