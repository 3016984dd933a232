/// Debian's file formats: bytes and text to immutable values and back. Here lives only what all
/// formats share, the exception for bytes that break a standard.
@NullMarked
package org.entrepot.format;

import org.jspecify.annotations.NullMarked;
