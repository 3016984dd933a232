/// Tests of imports.
@NullMarked
package org.entrepot.service.importing;

import org.jspecify.annotations.NullMarked;
