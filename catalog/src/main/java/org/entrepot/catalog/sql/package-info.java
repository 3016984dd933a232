/// Connections, statements, dialects and migrations: the only code that knows which engine is
/// below.
@NullMarked
package org.entrepot.catalog.sql;

import org.jspecify.annotations.NullMarked;
