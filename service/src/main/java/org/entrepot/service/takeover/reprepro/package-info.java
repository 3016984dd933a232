/// What reprepro keeps, read from its configuration and from what it has published. Begin with
/// [org.entrepot.service.takeover.reprepro.RepreproBase].
@NullMarked
package org.entrepot.service.takeover.reprepro;

import org.jspecify.annotations.NullMarked;
