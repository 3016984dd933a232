package org.entrepot.storage.pool;

/// What a walk through the pool finds.
///
/// @param path where the file is
/// @param sizeBytes its length in bytes
public record PoolEntry(PoolPath path, long sizeBytes) {}
