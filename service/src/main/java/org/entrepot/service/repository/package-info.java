/// Changes of local repositories, one class each.
@NullMarked
package org.entrepot.service.repository;

import org.jspecify.annotations.NullMarked;
