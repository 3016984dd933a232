/// Names below the root of a storage, checked when they are made so that no backend has to.
@NullMarked
package org.entrepot.storage.path;

import org.jspecify.annotations.NullMarked;
