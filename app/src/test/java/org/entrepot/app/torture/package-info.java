/// Many clients of every kind change one store while its servers are killed; [TortureTest] runs
/// them and keeps histories of what was asked and answered when, and the histories find every
/// contradiction.
@NullMarked
package org.entrepot.app.torture;

import org.jspecify.annotations.NullMarked;
