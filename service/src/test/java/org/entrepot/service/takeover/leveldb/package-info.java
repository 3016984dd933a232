/// Reads databases that others, and our own builder, have made.
@NullMarked
package org.entrepot.service.takeover.leveldb;

import org.jspecify.annotations.NullMarked;
