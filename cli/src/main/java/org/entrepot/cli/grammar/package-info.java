/// The grammar of the command line: words, flags, positionals, help, and the exit code of each way
/// to get it wrong.
///
/// Enter at [CommandLineParser]. What commands there are is a table made elsewhere; nothing here
/// runs a command.
@NullMarked
package org.entrepot.cli.grammar;

import org.jspecify.annotations.NullMarked;
