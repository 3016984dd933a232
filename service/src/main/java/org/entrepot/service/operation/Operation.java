package org.entrepot.service.operation;

/// One change, as plain data: written to the queue as JSON by [OperationCodec], so components are
/// names, paths, texts, numbers and enums only. Secrets are not part of it.
public sealed interface Operation
    permits RepositoryOperation,
        MirrorOperation,
        SnapshotOperation,
        PublicationOperation,
        TokenOperation,
        ScheduleOperation,
        UploadOperation,
        Maintenance,
        TakeoverOperation,
        CleanUp {

  /// One line for people, such as `Create local repo stable`.
  String title();
}
