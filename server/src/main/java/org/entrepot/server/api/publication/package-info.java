/// Routes of publications.
@NullMarked
package org.entrepot.server.api.publication;

import org.jspecify.annotations.NullMarked;
