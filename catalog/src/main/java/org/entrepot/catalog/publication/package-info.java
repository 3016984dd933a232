/// What the catalog keeps of a publication beyond its settings: generations and intents.
@NullMarked
package org.entrepot.catalog.publication;

import org.jspecify.annotations.NullMarked;
