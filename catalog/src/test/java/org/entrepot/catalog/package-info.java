/// Contract tests of the catalog, which run on both engines, and tests of single engines.
@NullMarked
package org.entrepot.catalog;

import org.jspecify.annotations.NullMarked;
