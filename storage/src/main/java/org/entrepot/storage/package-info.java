/// Where bytes live: what every storage backend has in common.
///
/// [org.entrepot.storage.pool.PackagePool] keeps each package file once; a
/// [org.entrepot.storage.target.PublishTarget] holds published trees. This package has their error
/// type and the hook by which tests make storage fail. No package metadata, no database and no
/// backend is known here.
@NullMarked
package org.entrepot.storage;

import org.jspecify.annotations.NullMarked;
