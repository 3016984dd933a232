/// The contracts of the storages, run against local directories, and attacks on these.
@NullMarked
package org.entrepot.storage.filesystem;

import org.jspecify.annotations.NullMarked;
