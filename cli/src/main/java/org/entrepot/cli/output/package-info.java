/// How results, messages, progress and errors are written: texts for people, JSON for programs.
///
/// Enter at [Output]. Standard output carries results, standard error carries only errors and
/// usage.
@NullMarked
package org.entrepot.cli.output;

import org.jspecify.annotations.NullMarked;
