/// A picture of what there is and how it came about. Enter at [GraphText].
@NullMarked
package org.entrepot.service.graph;

import org.jspecify.annotations.NullMarked;
