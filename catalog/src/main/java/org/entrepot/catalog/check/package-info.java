/// What a check of the catalog finds.
@NullMarked
package org.entrepot.catalog.check;

import org.jspecify.annotations.NullMarked;
