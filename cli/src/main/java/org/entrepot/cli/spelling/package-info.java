/// What somebody probably meant, for messages about words that do not exist.
@NullMarked
package org.entrepot.cli.spelling;

import org.jspecify.annotations.NullMarked;
