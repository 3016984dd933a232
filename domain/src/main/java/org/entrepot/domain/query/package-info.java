/// The package query language: text to a tree, and the tree applied to packages. Enter at
/// [org.entrepot.domain.query.PackageQuery].
@NullMarked
package org.entrepot.domain.query;

import org.jspecify.annotations.NullMarked;
