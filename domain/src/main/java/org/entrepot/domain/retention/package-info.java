/// What repositories and snapshots may be kept, and what goes: policies and the plans that they
/// make. Pure; who keeps what in use is told by the caller.
@NullMarked
package org.entrepot.domain.retention;

import org.jspecify.annotations.NullMarked;
