/// The commands: the table of what can be typed, and what each does. Enter at [CommandLine].
/// Handlers translate; every rule lives in the service.
@NullMarked
package org.entrepot.cli.command;

import org.jspecify.annotations.NullMarked;
