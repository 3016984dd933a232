package org.entrepot.storage.target;

import org.entrepot.storage.path.TargetPath;

/// A file of a publish target.
///
/// @param path where it is
/// @param sizeBytes its length in bytes; of a symbolic link, that of the file it leads to
public record TargetFile(TargetPath path, long sizeBytes) {}
