/// Uploads and build records (deb-changes(5), deb-buildinfo(5)).
///
/// Enter by [ChangesFile]. Who may upload what is decided elsewhere.
@NullMarked
package org.entrepot.format.changes;

import org.jspecify.annotations.NullMarked;
