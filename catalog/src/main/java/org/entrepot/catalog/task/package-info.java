/// Tasks and the workers that run them, as the catalog keeps them.
@NullMarked
package org.entrepot.catalog.task;

import org.jspecify.annotations.NullMarked;
