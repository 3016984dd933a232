/// The package pool: each package file once, under its SHA-256. Enter at
/// [org.entrepot.storage.pool.PackagePool].
///
/// Knows files and digests only; which packages need which file is the catalog's knowledge.
@NullMarked
package org.entrepot.storage.pool;

import org.jspecify.annotations.NullMarked;
