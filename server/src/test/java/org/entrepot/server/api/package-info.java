@NullMarked
package org.entrepot.server.api;

import org.jspecify.annotations.NullMarked;
