/// Tests of domain.access.
@NullMarked
package org.entrepot.domain.access;

import org.jspecify.annotations.NullMarked;
