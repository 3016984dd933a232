package org.entrepot.domain.packages;

import org.entrepot.format.architecture.Architecture;

/// Name and architecture: what versions of one package have in common, and of which apt installs
/// one. Immutable.
public record PackagePlace(String name, Architecture architecture) {}
