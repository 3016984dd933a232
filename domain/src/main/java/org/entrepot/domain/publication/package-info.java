/// Publications: what is offered to apt, where, with which options and below which paths.
@NullMarked
package org.entrepot.domain.publication;

import org.jspecify.annotations.NullMarked;
