/// The part of Go's text/template language that `-format` understands, with bounded time and
/// memory.
///
/// Enter at [FormatTemplate].
@NullMarked
package org.entrepot.domain.template;

import org.jspecify.annotations.NullMarked;
