/// Contracts that every backend has to pass, and tests of the value types.
@NullMarked
package org.entrepot.storage.path;

import org.jspecify.annotations.NullMarked;
