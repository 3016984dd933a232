package org.entrepot.cli.configuration;

import java.nio.file.Path;

/// A directory that can be published to.
///
/// @param linkMethod as written: `copy`, `symlink` or `reflink` in any case, anything else is a
///   hard link
/// @param verifyMethod as written: with `copy`, `size` compares only sizes
public record FilesystemEndpoint(Path root, String linkMethod, String verifyMethod) {}
