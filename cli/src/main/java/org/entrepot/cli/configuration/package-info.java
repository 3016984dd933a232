/// Where the configuration is found, how it is read (JSON with comments, or YAML) and what each key
/// means.
///
/// Enter at [ConfigurationLoader]. The table of all keys is [ConfigurationKeys]; the sections that
/// the program uses are the `...Settings` records of [Configuration]. Nothing here opens a catalog
/// or a pool.
@NullMarked
package org.entrepot.cli.configuration;

import org.jspecify.annotations.NullMarked;
