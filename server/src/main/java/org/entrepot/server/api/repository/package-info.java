/// Routes of local repositories.
@NullMarked
package org.entrepot.server.api.repository;

import org.jspecify.annotations.NullMarked;
