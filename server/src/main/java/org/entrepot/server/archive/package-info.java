/// Published archives, served as they lie on disk to apt and to people. Enter by [ArchiveServer];
/// Jetty's types stay inside this package. Nothing here writes.
@NullMarked
package org.entrepot.server.archive;

import org.jspecify.annotations.NullMarked;
