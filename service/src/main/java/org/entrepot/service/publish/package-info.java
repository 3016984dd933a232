/// What apt clients read: publications and how they change without a reader ever seeing half of a
/// change. Enter at [Publisher]; the protocol is told in `docs/decisions/0004-publishing.md`.
@NullMarked
package org.entrepot.service.publish;

import org.jspecify.annotations.NullMarked;
