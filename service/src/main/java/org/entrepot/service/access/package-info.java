/// Tokens: who may do what from afar.
@NullMarked
package org.entrepot.service.access;

import org.jspecify.annotations.NullMarked;
