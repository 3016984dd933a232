/// Real packages made in memory, hostile ones too, and real external tools for tests.
///
/// Enter by [DebBuilder], [DscBuilder], [ChangesBuilder] and [Tool]. Nothing here may depend on
/// another module, so that an error in a reader cannot hide in the builder that feeds it; main code
/// never uses this package.
@NullMarked
package org.entrepot.testkit;

import org.jspecify.annotations.NullMarked;
