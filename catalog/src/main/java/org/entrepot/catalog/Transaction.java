package org.entrepot.catalog;

/// Everything that can be written, in one short transaction; what was written before is visible to
/// the reads that follow. Writers come one after the other, also across processes and nodes, so a
/// check and the write that depends on it may stand side by side.
///
/// Valid only inside the call of [Catalog#write] that handed it out, and only for its thread.
public interface Transaction
    extends View,
        PackageTransaction,
        ObjectTransaction,
        TaskTransaction,
        AccessTransaction,
        ScheduleTransaction {}
