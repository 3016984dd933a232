/// Tests of the archive server: HTTP rules, hostile requests, curl and apt.
@NullMarked
package org.entrepot.server.archive;

import org.jspecify.annotations.NullMarked;
