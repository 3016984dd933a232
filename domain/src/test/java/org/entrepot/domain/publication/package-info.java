/// Tests of domain.publication.
@NullMarked
package org.entrepot.domain.publication;

import org.jspecify.annotations.NullMarked;
