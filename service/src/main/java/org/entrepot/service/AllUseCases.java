package org.entrepot.service;

import java.time.Clock;
import org.entrepot.service.access.CreateTokenUseCase;
import org.entrepot.service.access.RevokeTokenUseCase;
import org.entrepot.service.cleanup.CleanUpUseCase;
import org.entrepot.service.importing.AddPackagesUseCase;
import org.entrepot.service.importing.IncludeChangesUseCase;
import org.entrepot.service.importing.RemoveUploadsUseCase;
import org.entrepot.service.importing.UploadSettings;
import org.entrepot.service.mirror.CreateMirrorUseCase;
import org.entrepot.service.mirror.DropMirrorUseCase;
import org.entrepot.service.mirror.EditMirrorUseCase;
import org.entrepot.service.mirror.ImportFromMirrorUseCase;
import org.entrepot.service.mirror.MirrorDirectories;
import org.entrepot.service.mirror.MirrorSettings;
import org.entrepot.service.mirror.RenameMirrorUseCase;
import org.entrepot.service.mirror.SnapshotMirrorUseCase;
import org.entrepot.service.mirror.UpdateMirrorUseCase;
import org.entrepot.service.operation.CleanUp;
import org.entrepot.service.operation.Maintenance;
import org.entrepot.service.operation.MirrorOperation;
import org.entrepot.service.operation.Operation;
import org.entrepot.service.operation.PublicationOperation;
import org.entrepot.service.operation.RepositoryOperation;
import org.entrepot.service.operation.ScheduleOperation;
import org.entrepot.service.operation.SnapshotOperation;
import org.entrepot.service.operation.TakeoverOperation;
import org.entrepot.service.operation.TokenOperation;
import org.entrepot.service.operation.UploadOperation;
import org.entrepot.service.publish.ArchiveCheck;
import org.entrepot.service.publish.ArchiveRepair;
import org.entrepot.service.publish.DropUseCase;
import org.entrepot.service.publish.EditSourcesUseCase;
import org.entrepot.service.publish.IndexWriter;
import org.entrepot.service.publish.IntentRecovery;
import org.entrepot.service.publish.KeptGenerations;
import org.entrepot.service.publish.PublishSettings;
import org.entrepot.service.publish.PublishUseCase;
import org.entrepot.service.publish.PublishedLeftovers;
import org.entrepot.service.publish.PublishedTrees;
import org.entrepot.service.publish.Publisher;
import org.entrepot.service.publish.ReleaseSigners;
import org.entrepot.service.publish.ReplaceSourceUseCase;
import org.entrepot.service.publish.SegmentFiles;
import org.entrepot.service.publish.SwitchUseCase;
import org.entrepot.service.publish.Targets;
import org.entrepot.service.publish.UpdateUseCase;
import org.entrepot.service.publish.WorkDirectories;
import org.entrepot.service.repository.ChangeMembersUseCase;
import org.entrepot.service.repository.CreateRepositoryUseCase;
import org.entrepot.service.repository.DropRepositoryUseCase;
import org.entrepot.service.repository.EditRepositoryUseCase;
import org.entrepot.service.repository.RemovePackagesUseCase;
import org.entrepot.service.repository.RenameRepositoryUseCase;
import org.entrepot.service.repository.TransferPackagesUseCase;
import org.entrepot.service.retention.RetainPackagesUseCase;
import org.entrepot.service.retention.RetainSnapshotsUseCase;
import org.entrepot.service.schedule.AddScheduleUseCase;
import org.entrepot.service.schedule.ChangeScheduleUseCase;
import org.entrepot.service.snapshot.CreateSnapshotUseCase;
import org.entrepot.service.snapshot.DropSnapshotUseCase;
import org.entrepot.service.snapshot.EditSnapshotUseCase;
import org.entrepot.service.snapshot.FilterSnapshotUseCase;
import org.entrepot.service.snapshot.MergeSnapshotsUseCase;
import org.entrepot.service.snapshot.PullPackagesUseCase;
import org.entrepot.service.snapshot.RenameSnapshotUseCase;
import org.entrepot.service.takeover.TakeoverUseCase;
import org.entrepot.service.task.Recovery;
import org.entrepot.service.task.UseCase;
import org.entrepot.service.task.UseCases;
import org.entrepot.service.verify.RecoverUseCase;
import org.entrepot.service.verify.RepairUseCase;
import org.entrepot.service.verify.VerifyUseCase;
import org.entrepot.storage.pool.AddMethod;
import org.entrepot.storage.pool.PackagePool;

/// Every use case, made once with its collaborators. Safe for any thread.
final class AllUseCases implements UseCases {
  private final IntentRecovery recovery;
  private final AddPackagesUseCase addPackages;
  private final IncludeChangesUseCase includeChanges;
  private final PublishUseCase publish;
  private final UpdateUseCase update;
  private final SwitchUseCase switchSnapshots;
  private final DropUseCase drop;
  private final CleanUpUseCase cleanUp;
  private final TakeoverUseCase takeover;
  private final CreateMirrorUseCase createMirror;
  private final EditMirrorUseCase editMirror;
  private final UpdateMirrorUseCase updateMirror;
  private final RetainSnapshotsUseCase retainSnapshots;
  private final VerifyUseCase verify;
  private final RepairUseCase repair;
  private final RecoverUseCase recover;

  AllUseCases(
      PackagePool pool,
      AddMethod addMethod,
      Targets targets,
      PublishSettings settings,
      SegmentFiles segments,
      ReleaseSigners signers,
      MirrorSettings mirrors,
      UploadSettings uploads,
      Clock clock) {
    recovery = new IntentRecovery(targets);
    var indices = new IndexWriter(settings, segments, pool);
    var publisher = new Publisher(targets, settings, indices, signers, recovery, pool);
    addPackages = new AddPackagesUseCase(pool, addMethod);
    includeChanges = new IncludeChangesUseCase(pool, addMethod, uploads, clock);
    publish = new PublishUseCase(publisher, settings, recovery);
    update = new UpdateUseCase(publisher, recovery);
    switchSnapshots = new SwitchUseCase(publisher, recovery);
    drop = new DropUseCase(targets, recovery);
    var kept = new KeptGenerations(settings.keepGenerations());
    cleanUp =
        new CleanUpUseCase(
            pool,
            new PublishedLeftovers(targets, kept),
            kept,
            new WorkDirectories(settings.work()),
            new MirrorDirectories(mirrors.directory()),
            recovery);
    takeover =
        new TakeoverUseCase(pool, addMethod, new PublishedTrees(targets, settings, recovery));
    createMirror = new CreateMirrorUseCase(mirrors);
    editMirror = new EditMirrorUseCase(mirrors);
    updateMirror = new UpdateMirrorUseCase(pool, mirrors);
    retainSnapshots = new RetainSnapshotsUseCase(clock);
    verify = new VerifyUseCase(pool, kept, new ArchiveCheck(targets, kept, pool));
    repair =
        RepairUseCase.of(
            pool,
            kept,
            new ArchiveRepair(targets, kept, pool, indices, new WorkDirectories(settings.work())),
            mirrors.directory(),
            settings.work().resolveSibling("quarantine"));
    recover = new RecoverUseCase(recovery, pool);
  }

  @Override
  public <O extends Operation> UseCase<O> of(O operation) {
    @SuppressWarnings("unchecked") // each branch gives the use case of just this kind of operation
    var found = (UseCase<O>) find(operation);
    return found;
  }

  private UseCase<?> find(Operation operation) {
    return switch (operation) {
      case RepositoryOperation.CreateRepository _ -> new CreateRepositoryUseCase();
      case RepositoryOperation.EditRepository _ -> new EditRepositoryUseCase();
      case RepositoryOperation.RenameRepository _ -> new RenameRepositoryUseCase();
      case RepositoryOperation.DropRepository _ -> new DropRepositoryUseCase();
      case RepositoryOperation.AddPackages _ -> addPackages;
      case RepositoryOperation.IncludeChanges _ -> includeChanges;
      case RepositoryOperation.TransferPackages _ -> new TransferPackagesUseCase();
      case RepositoryOperation.ChangeMembers _ -> new ChangeMembersUseCase();
      case RepositoryOperation.RemovePackages _ -> new RemovePackagesUseCase();
      case RepositoryOperation.RetainPackages _ -> new RetainPackagesUseCase();
      case MirrorOperation.CreateMirror _ -> createMirror;
      case MirrorOperation.UpdateMirror _ -> updateMirror;
      case MirrorOperation.EditMirror _ -> editMirror;
      case MirrorOperation.RenameMirror _ -> new RenameMirrorUseCase();
      case MirrorOperation.DropMirror _ -> new DropMirrorUseCase();
      case MirrorOperation.SnapshotMirror _ -> new SnapshotMirrorUseCase();
      case MirrorOperation.ImportFromMirror _ -> new ImportFromMirrorUseCase();
      case SnapshotOperation.CreateSnapshot _ -> new CreateSnapshotUseCase();
      case SnapshotOperation.MergeSnapshots _ -> new MergeSnapshotsUseCase();
      case SnapshotOperation.PullPackages _ -> new PullPackagesUseCase();
      case SnapshotOperation.FilterSnapshot _ -> new FilterSnapshotUseCase();
      case SnapshotOperation.RenameSnapshot _ -> new RenameSnapshotUseCase();
      case SnapshotOperation.EditSnapshot _ -> new EditSnapshotUseCase();
      case SnapshotOperation.DropSnapshot _ -> new DropSnapshotUseCase();
      case SnapshotOperation.RetainSnapshots _ -> retainSnapshots;
      case PublicationOperation.Publish _ -> publish;
      case PublicationOperation.Update _ -> update;
      case PublicationOperation.Switch _ -> switchSnapshots;
      case PublicationOperation.Drop _ -> drop;
      case PublicationOperation.EditSources _ -> new EditSourcesUseCase();
      case PublicationOperation.ReplaceSource _ -> new ReplaceSourceUseCase();
      case TokenOperation.CreateToken _ -> new CreateTokenUseCase();
      case TokenOperation.RevokeToken _ -> new RevokeTokenUseCase();
      case TakeoverOperation _ -> takeover;
      case ScheduleOperation.AddSchedule _ -> new AddScheduleUseCase();
      case ScheduleOperation _ -> new ChangeScheduleUseCase();
      case UploadOperation _ -> new RemoveUploadsUseCase();
      case Maintenance.Verify _ -> verify;
      case Maintenance.Repair _ -> repair;
      case Maintenance.Recover _ -> recover;
      case CleanUp _ -> cleanUp;
    };
  }

  @Override
  public Recovery recovery() {
    return recovery;
  }
}
