/// Tests of server.access.
@NullMarked
package org.entrepot.server.access;

import org.jspecify.annotations.NullMarked;
