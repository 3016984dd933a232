/// Local repositories: named, changeable collections of packages.
@NullMarked
package org.entrepot.domain.repository;

import org.jspecify.annotations.NullMarked;
