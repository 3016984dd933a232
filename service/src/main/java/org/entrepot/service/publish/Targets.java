package org.entrepot.service.publish;

import java.util.List;
import org.entrepot.domain.name.StorageName;
import org.entrepot.storage.target.PublishTarget;

/// The places that archives can be published to, as configured. Safe for any thread.
public interface Targets {
  /// The place of this name, opened on first use.
  ///
  /// @throws org.entrepot.service.RepositoryException when nothing of this name is configured
  PublishTarget require(StorageName name);

  /// The names that are configured, the default among them.
  List<StorageName> names();
}
