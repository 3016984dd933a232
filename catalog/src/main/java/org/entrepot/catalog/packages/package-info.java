/// Shapes in which package rows go into the catalog and come out of it.
@NullMarked
package org.entrepot.catalog.packages;

import org.jspecify.annotations.NullMarked;
