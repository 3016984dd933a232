/// Runs operations: the durable queue, fairness, leases, cancelling and recovery. Enter at
/// [TaskEngine]; a use case sees only its [OperationContext]. What operations do stays out.
@NullMarked
package org.entrepot.service.task;

import org.jspecify.annotations.NullMarked;
