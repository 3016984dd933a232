/// Tests of domain.name.
@NullMarked
package org.entrepot.domain.name;

import org.jspecify.annotations.NullMarked;
