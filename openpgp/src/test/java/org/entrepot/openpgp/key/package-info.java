/// Tests of the package of the same name.
@NullMarked
package org.entrepot.openpgp.key;

import org.jspecify.annotations.NullMarked;
