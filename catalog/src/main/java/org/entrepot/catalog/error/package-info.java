/// What the catalog answers when it cannot do what was asked.
@NullMarked
package org.entrepot.catalog.error;

import org.jspecify.annotations.NullMarked;
