/// Tests of the package of the same name.
@NullMarked
package org.entrepot.openpgp;

import org.jspecify.annotations.NullMarked;
