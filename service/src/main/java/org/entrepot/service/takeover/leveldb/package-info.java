/// Reads LevelDB directories without ever writing to them: begin with
/// [org.entrepot.service.takeover.leveldb.LevelDb].
@NullMarked
package org.entrepot.service.takeover.leveldb;

import org.jspecify.annotations.NullMarked;
