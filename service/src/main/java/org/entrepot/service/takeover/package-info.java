/// Takes over what other managers of archives have:
/// [org.entrepot.service.takeover.TakeoverUseCase]. Nothing here writes to them.
@NullMarked
package org.entrepot.service.takeover;

import org.jspecify.annotations.NullMarked;
