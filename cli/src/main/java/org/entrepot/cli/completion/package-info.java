/// Completion scripts for shells and the manual page, made from the table of commands. Enter at
/// [org.entrepot.cli.completion.Shell] and [org.entrepot.cli.completion.ManualPage].
@NullMarked
package org.entrepot.cli.completion;

import org.jspecify.annotations.NullMarked;
