/// One class for each group of tables: rows to records and back.
@NullMarked
package org.entrepot.catalog.table;

import org.jspecify.annotations.NullMarked;
