package org.entrepot.service.publish;

import java.util.Optional;
import org.entrepot.service.Secrets;
import org.entrepot.service.operation.PublicationOperation.Signing;

/// Finds the signer that a request asks for, by the configuration.
@FunctionalInterface
public interface ReleaseSigners {
  /// The signer, which looks its keys up at once; empty when the archive is not to be signed.
  ///
  /// @throws org.entrepot.service.RepositoryException when there is no such key or provider
  Optional<ReleaseSigner> find(Signing signing, Secrets secrets);
}
