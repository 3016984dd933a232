/// Tests of the package of the same name.
@NullMarked
package org.entrepot.openpgp.packet;

import org.jspecify.annotations.NullMarked;
