/// Contracts that every backend has to pass, and tests of the value types.
@NullMarked
package org.entrepot.storage.target;

import org.jspecify.annotations.NullMarked;
