/// Publish targets: the places whose files apt reads. Enter at
/// [org.entrepot.storage.target.PublishTarget].
///
/// Knows paths, bytes and digests; what an archive looks like is decided in `domain.publication`.
@NullMarked
package org.entrepot.storage.target;

import org.jspecify.annotations.NullMarked;
