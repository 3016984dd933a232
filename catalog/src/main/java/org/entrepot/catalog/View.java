package org.entrepot.catalog;

/// Everything that can be read, as of one consistent instant.
///
/// Valid only inside the call of [Catalog#read] or [Catalog#write] that handed it out, and only for
/// the thread of that call.
public interface View extends PackageView, ObjectView, TaskView, AccessView, ScheduleView {}
