/// Every change that can be made, as plain data. An [Operation] can be queued, read by another
/// process, shown and logged; what it does is in the use case of the same name.
@NullMarked
package org.entrepot.service.operation;

import org.jspecify.annotations.NullMarked;
