/// `entrepot demo`: a signed archive from real packages, checked with the machine's own apt, in one
/// command. Enter at [Demo].
@NullMarked
package org.entrepot.app.demo;

import org.jspecify.annotations.NullMarked;
