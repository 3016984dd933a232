/// The catalog: everything Entrepot knows, in SQLite or PostgreSQL.
///
/// Enter by [org.entrepot.catalog.Catalog]; read by [org.entrepot.catalog.View], write by
/// [org.entrepot.catalog.Transaction]. Nothing outside this module sees `java.sql`.
@NullMarked
package org.entrepot.catalog;

import org.jspecify.annotations.NullMarked;
