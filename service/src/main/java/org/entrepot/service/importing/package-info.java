/// Brings package files into the pool and a repository. Enter at [AddPackagesUseCase].
@NullMarked
package org.entrepot.service.importing;

import org.jspecify.annotations.NullMarked;
