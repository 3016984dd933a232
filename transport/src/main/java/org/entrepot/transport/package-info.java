/// Brings files of archives here: `http`, `https`, `ftp` and `file`. Knows nothing of Debian: what
/// the bytes are and whether they are the right ones is judged by whoever asked. Enter by
/// [org.entrepot.transport.Transport].
@NullMarked
package org.entrepot.transport;

import org.jspecify.annotations.NullMarked;
