/// Tests of the package of the same name.
@NullMarked
package org.entrepot.openpgp.sign;

import org.jspecify.annotations.NullMarked;
