/// Tests of signed control files, against gpg and dpkg where they have a say.
@NullMarked
package org.entrepot.format.changes;

import org.jspecify.annotations.NullMarked;
