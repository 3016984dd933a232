/// Tests of the use cases on a real store: files, SQLite, packages.
@NullMarked
package org.entrepot.service.publish;

import org.jspecify.annotations.NullMarked;
