/// Finds packages by query, with what they depend on. Enter at [PackageSearch].
@NullMarked
package org.entrepot.service.search;

import org.jspecify.annotations.NullMarked;
