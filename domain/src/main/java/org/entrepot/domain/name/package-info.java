/// Names of objects and places. Each type refuses what could escape a directory or break a line, so
/// that no other code has to check again.
@NullMarked
package org.entrepot.domain.name;

import org.jspecify.annotations.NullMarked;
