/// Mirrors of other archives: fetched, judged, and brought up to date. Enter by the use cases; an
/// update begins in [org.entrepot.service.mirror.MirrorUpdate].
@NullMarked
package org.entrepot.service.mirror;

import org.jspecify.annotations.NullMarked;
