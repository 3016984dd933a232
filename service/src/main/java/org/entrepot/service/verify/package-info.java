/// Compares the store with what it must be, mends what can be mended, and recovers from crashes on
/// request. Enter at [org.entrepot.service.verify.VerifyUseCase].
@NullMarked
package org.entrepot.service.verify;

import org.jspecify.annotations.NullMarked;
