/// What aptly keeps: its records, read from its database. Begin with
/// [org.entrepot.service.takeover.aptly.AptlyRoot].
@NullMarked
package org.entrepot.service.takeover.aptly;

import org.jspecify.annotations.NullMarked;
