package org.entrepot.catalog.packages;

import java.util.List;
import org.entrepot.domain.packages.PackageFile;
import org.entrepot.domain.packages.PackageKind;
import org.entrepot.format.architecture.Architecture;
import org.entrepot.format.version.Version;

/// What publishing, sorting and comparing need of a package, without its control stanza.
///
/// @param sourceName the name of the source package it was built from (its own for a source)
/// @param filesHash the files hash of its key
/// @param files in the order of the package
public record PackageRow(
    int id,
    PackageKind kind,
    String name,
    Version version,
    Architecture architecture,
    String sourceName,
    long filesHash,
    List<PackageFile> files) {}
