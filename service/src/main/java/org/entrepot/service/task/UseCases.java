package org.entrepot.service.task;

import org.entrepot.service.operation.Operation;

/// Which use case does an operation.
public interface UseCases {
  /// The use case of this kind of operation.
  <O extends Operation> UseCase<O> of(O operation);

  /// Settles what operations left outside the catalog.
  Recovery recovery();
}
