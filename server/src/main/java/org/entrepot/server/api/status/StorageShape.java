package org.entrepot.server.api.status;

/// Space of the file system that holds the store, in MiB.
record StorageShape(long total, long free, double percentFull) {}
