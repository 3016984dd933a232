/// HTTP: what Entrepot answers on a socket. Topics live in packages of their own; nothing here
/// changes anything except through `service`.
@NullMarked
package org.entrepot.server;

import org.jspecify.annotations.NullMarked;
