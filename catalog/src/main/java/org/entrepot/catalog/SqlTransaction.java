package org.entrepot.catalog;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.entrepot.catalog.access.AuditEntry;
import org.entrepot.catalog.access.AuditEvent;
import org.entrepot.catalog.access.AuditFilter;
import org.entrepot.catalog.check.CatalogFault;
import org.entrepot.catalog.check.CheckDepth;
import org.entrepot.catalog.packages.Arrival;
import org.entrepot.catalog.packages.ContentsVisitor;
import org.entrepot.catalog.packages.NewPackage;
import org.entrepot.catalog.packages.PackageRow;
import org.entrepot.catalog.packages.SweptPackages;
import org.entrepot.catalog.publication.Generation;
import org.entrepot.catalog.publication.PublishIntent;
import org.entrepot.catalog.sql.Session;
import org.entrepot.catalog.table.ArchiveFileTable;
import org.entrepot.catalog.table.ArrivalTable;
import org.entrepot.catalog.table.AuditTable;
import org.entrepot.catalog.table.CatalogCheck;
import org.entrepot.catalog.table.GenerationTable;
import org.entrepot.catalog.table.IntentTable;
import org.entrepot.catalog.table.MirrorTable;
import org.entrepot.catalog.table.PackageReader;
import org.entrepot.catalog.table.PackageWriter;
import org.entrepot.catalog.table.PublicationTable;
import org.entrepot.catalog.table.RepositoryTable;
import org.entrepot.catalog.table.ScheduleTable;
import org.entrepot.catalog.table.SetTable;
import org.entrepot.catalog.table.SettingTable;
import org.entrepot.catalog.table.SnapshotTable;
import org.entrepot.catalog.table.TaskTable;
import org.entrepot.catalog.table.TokenTable;
import org.entrepot.catalog.table.WorkerTable;
import org.entrepot.catalog.task.CancelResult;
import org.entrepot.catalog.task.NewTask;
import org.entrepot.catalog.task.StartResult;
import org.entrepot.catalog.task.Task;
import org.entrepot.catalog.task.TaskFilter;
import org.entrepot.catalog.task.TaskResult;
import org.entrepot.catalog.task.Worker;
import org.entrepot.domain.access.AccessToken;
import org.entrepot.domain.access.TokenId;
import org.entrepot.domain.mirror.ArchiveFiles;
import org.entrepot.domain.mirror.Mirror;
import org.entrepot.domain.name.MirrorName;
import org.entrepot.domain.name.Prefix;
import org.entrepot.domain.name.PublicationPoint;
import org.entrepot.domain.name.RepositoryName;
import org.entrepot.domain.name.ScheduleName;
import org.entrepot.domain.name.SnapshotName;
import org.entrepot.domain.name.StorageName;
import org.entrepot.domain.name.TokenName;
import org.entrepot.domain.packages.Package;
import org.entrepot.domain.packages.PackageFile;
import org.entrepot.domain.packages.PackageRelations;
import org.entrepot.domain.packages.PackageSet;
import org.entrepot.domain.packages.StoredKey;
import org.entrepot.domain.packages.StoredPackage;
import org.entrepot.domain.publication.Publication;
import org.entrepot.domain.repository.Repository;
import org.entrepot.domain.schedule.Schedule;
import org.entrepot.domain.schedule.ScheduleRun;
import org.entrepot.domain.snapshot.Snapshot;
import org.entrepot.domain.task.ResourceClaims;
import org.entrepot.format.architecture.Architecture;
import org.entrepot.format.checksum.Sha256;
import org.entrepot.format.packages.PackageKey;

/// Hands each call to the class of its table, while the transaction lasts.
final class SqlTransaction implements Transaction {
  private final Session session;
  private final Clock clock;
  private boolean ended;

  SqlTransaction(Session session, Clock clock) {
    this.session = session;
    this.clock = clock;
  }

  /// Makes every later call fail.
  void end() {
    ended = true;
  }

  private Session open() {
    if (ended) {
      throw new IllegalStateException("this view of the catalog has ended: begin a new one");
    }
    return session;
  }

  @Override
  public Optional<StoredPackage> findPackage(int id) {
    return new PackageReader(open()).find(id);
  }

  @Override
  public List<StoredPackage> packages(PackageSet ids) {
    return new PackageReader(open()).packages(ids);
  }

  @Override
  public void forEachPackage(
      PackageSet ids, Predicate<StoredPackage> wanted, Consumer<StoredPackage> action) {
    new PackageReader(open()).each(ids, wanted, action);
  }

  @Override
  public void forEachRelations(PackageSet ids, Consumer<PackageRelations> action) {
    new PackageReader(open()).eachRelations(ids, action);
  }

  @Override
  public Set<Architecture> architectures(PackageSet set) {
    return new PackageReader(open()).architectures(set);
  }

  @Override
  public List<StoredKey> keys(PackageSet set) {
    return new PackageReader(open()).keys(set);
  }

  @Override
  public List<StoredKey> keysNamed(Collection<String> names, PackageSet set) {
    return new PackageReader(open()).keysNamed(names, set);
  }

  @Override
  public List<PackageRow> rows(PackageSet ids) {
    return new PackageReader(open()).rows(ids);
  }

  @Override
  public List<StoredPackage> findPackagesByKey(PackageKey key) {
    return new PackageReader(open()).byKey(key);
  }

  @Override
  public PackageSet packageIdsByName(String name) {
    return new PackageReader(open()).byName(name);
  }

  @Override
  public PackageSet packagesWithFileName(Collection<String> names) {
    return new PackageReader(open()).byFileName(names);
  }

  @Override
  public PackageSet packagesWithFile(Sha256 content) {
    return new PackageReader(open()).byContent(content);
  }

  @Override
  public void forEachFile(PackageSet ids, Consumer<PackageFile> action) {
    new PackageReader(open()).eachFile(ids, action);
  }

  @Override
  public PackageSet allPackages() {
    return new PackageReader(open()).all();
  }

  @Override
  public List<String> contents(int id) {
    return new PackageReader(open()).contents(id);
  }

  @Override
  public void forEachContents(PackageSet ids, ContentsVisitor visitor) {
    new PackageReader(open()).eachContents(ids, visitor);
  }

  @Override
  public PackageSet withContents(PackageSet ids) {
    return new PackageReader(open()).withContents(ids);
  }

  @Override
  public PackageSet set(Sha256 digest) {
    return new SetTable(open()).require(digest);
  }

  @Override
  public Optional<Repository> findRepository(RepositoryName name) {
    return new RepositoryTable(open()).find(name);
  }

  @Override
  public Optional<Repository> findRepository(UUID id) {
    return new RepositoryTable(open()).find(id);
  }

  @Override
  public List<Repository> repositories() {
    return new RepositoryTable(open()).list();
  }

  @Override
  public List<CatalogFault> faults(CheckDepth depth) {
    return new CatalogCheck(open()).faults(depth);
  }

  @Override
  public List<Arrival> arrivals(UUID repository) {
    return new ArrivalTable(open()).list(repository);
  }

  @Override
  public Optional<Mirror> findMirror(MirrorName name) {
    return new MirrorTable(open()).find(name);
  }

  @Override
  public Optional<Mirror> findMirror(UUID id) {
    return new MirrorTable(open()).find(id);
  }

  @Override
  public List<Mirror> mirrors() {
    return new MirrorTable(open()).list();
  }

  @Override
  public Optional<Snapshot> findSnapshot(SnapshotName name) {
    return new SnapshotTable(open()).find(name);
  }

  @Override
  public Optional<Snapshot> findSnapshot(UUID id) {
    return new SnapshotTable(open()).find(id);
  }

  @Override
  public List<Snapshot> snapshots() {
    return new SnapshotTable(open()).list();
  }

  @Override
  public List<Snapshot> snapshotsFrom(UUID source) {
    return new SnapshotTable(open()).from(source);
  }

  @Override
  public Optional<Publication> findPublication(PublicationPoint point) {
    return new PublicationTable(open()).find(point);
  }

  @Override
  public Optional<Publication> findPublication(UUID id) {
    return new PublicationTable(open()).find(id);
  }

  @Override
  public List<Publication> publications() {
    return new PublicationTable(open()).list();
  }

  @Override
  public List<Publication> publicationsOf(UUID source) {
    return new PublicationTable(open()).of(source);
  }

  @Override
  public List<Publication> publicationsAt(StorageName storage, Prefix prefix) {
    return new PublicationTable(open()).at(storage, prefix);
  }

  @Override
  public List<Generation> generations(UUID publication) {
    return new GenerationTable(open()).list(publication);
  }

  @Override
  public List<PublishIntent> intents() {
    return new IntentTable(open()).list();
  }

  @Override
  public Optional<String> setting(String key) {
    return new SettingTable(open()).find(key);
  }

  @Override
  public Optional<Task> findTask(long id) {
    return new TaskTable(open(), clock).find(id);
  }

  @Override
  public List<Task> tasks(TaskFilter filter) {
    return new TaskTable(open(), clock).list(filter);
  }

  @Override
  public List<Long> activeTaskIds() {
    return new TaskTable(open(), clock).activeIds();
  }

  @Override
  public String taskOutput(long id, long fromCharacter) {
    return new TaskTable(open(), clock).output(id, fromCharacter);
  }

  @Override
  public List<Long> startableTasks(int limit) {
    return new TaskTable(open(), clock).startable(limit);
  }

  @Override
  public boolean isBlocked(ResourceClaims claims) {
    return new TaskTable(open(), clock).isBlocked(claims);
  }

  @Override
  public boolean stillHolds(long taskId, UUID worker, int attempt) {
    return new TaskTable(open(), clock).holds(taskId, worker, attempt);
  }

  @Override
  public boolean isCancelRequested(long taskId) {
    return new TaskTable(open(), clock).isCancelRequested(taskId);
  }

  @Override
  public List<Worker> workers() {
    return new WorkerTable(open(), clock).list();
  }

  @Override
  public List<Task> tasksOfDeadWorkers(Predicate<Worker> dead) {
    return new WorkerTable(open(), clock).orphans(dead);
  }

  @Override
  public int[] addPackages(List<NewPackage> packages) {
    return new PackageWriter(open()).add(packages);
  }

  @Override
  public Sha256 putSet(PackageSet set) {
    return new SetTable(open()).put(set);
  }

  @Override
  public SweptPackages sweepPackages(PackageSet keep) {
    return new PackageWriter(open()).sweep(keep);
  }

  @Override
  public ArchiveFiles archiveFiles(Sha256 digest) {
    return new ArchiveFileTable(open()).require(digest);
  }

  @Override
  public Sha256 putArchiveFiles(ArchiveFiles files) {
    return new ArchiveFileTable(open()).put(files);
  }

  @Override
  public Optional<Schedule> findSchedule(ScheduleName name) {
    return new ScheduleTable(open()).find(name);
  }

  @Override
  public List<Schedule> schedules() {
    return new ScheduleTable(open()).list();
  }

  @Override
  public List<ScheduleRun> scheduleRuns(UUID schedule) {
    return new ScheduleTable(open()).runs(schedule);
  }

  @Override
  public void insertSchedule(Schedule schedule) {
    new ScheduleTable(open()).insert(schedule);
  }

  @Override
  public void updateSchedule(Schedule schedule) {
    new ScheduleTable(open()).update(schedule);
  }

  @Override
  public void deleteSchedule(UUID id) {
    new ScheduleTable(open()).delete(id);
  }

  @Override
  public void putScheduleRun(UUID schedule, ScheduleRun run) {
    new ScheduleTable(open()).putRun(schedule, run);
  }

  @Override
  public int sweepSets() {
    new ArchiveFileTable(open()).sweep();
    return new SetTable(open()).sweep();
  }

  @Override
  public void insertRepository(Repository repository) {
    new RepositoryTable(open()).insert(repository, clock.instant());
  }

  @Override
  public void updateRepository(Repository before, Repository after) {
    new RepositoryTable(open()).update(before, after, clock.instant());
  }

  @Override
  public void deleteRepository(UUID id) {
    new RepositoryTable(open()).delete(id);
  }

  @Override
  public void deleteArrivals(UUID repository, List<Instant> instants) {
    new ArrivalTable(open()).delete(repository, instants);
  }

  @Override
  public void insertMirror(Mirror mirror) {
    new MirrorTable(open()).insert(mirror);
  }

  @Override
  public void updateMirror(Mirror before, Mirror after) {
    new MirrorTable(open()).update(before, after);
  }

  @Override
  public void deleteMirror(UUID id) {
    new MirrorTable(open()).delete(id);
  }

  @Override
  public void insertSnapshot(Snapshot snapshot) {
    new SnapshotTable(open()).insert(snapshot);
  }

  @Override
  public void updateSnapshot(Snapshot before, Snapshot after) {
    new SnapshotTable(open()).update(before, after);
  }

  @Override
  public void deleteSnapshot(UUID id) {
    new SnapshotTable(open()).delete(id);
  }

  @Override
  public void insertPublication(Publication publication) {
    new PublicationTable(open()).insert(publication);
  }

  @Override
  public void updatePublication(Publication before, Publication after) {
    new PublicationTable(open()).update(before, after);
  }

  @Override
  public void deletePublication(UUID id) {
    new PublicationTable(open()).delete(id);
  }

  @Override
  public void insertGeneration(UUID publication, Generation generation) {
    new GenerationTable(open()).insert(publication, generation);
  }

  @Override
  public void deleteGenerations(UUID publication, List<Long> numbers) {
    new GenerationTable(open()).delete(publication, numbers);
  }

  @Override
  public void insertIntent(PublishIntent intent) {
    new IntentTable(open()).insert(intent);
  }

  @Override
  public void updateIntent(PublishIntent intent) {
    new IntentTable(open()).update(intent);
  }

  @Override
  public void deleteIntent(UUID id) {
    new IntentTable(open()).delete(id);
  }

  @Override
  public void putSetting(String key, String value) {
    new SettingTable(open()).put(key, value);
  }

  @Override
  public void deleteSetting(String key) {
    new SettingTable(open()).delete(key);
  }

  @Override
  public long submitTask(NewTask task) {
    return new TaskTable(open(), clock).submit(task);
  }

  @Override
  public StartResult tryStart(long taskId, UUID worker) {
    return new TaskTable(open(), clock).tryStart(taskId, worker);
  }

  @Override
  public StartResult replaceClaims(long taskId, UUID worker, int attempt, ResourceClaims claims) {
    return new TaskTable(open(), clock).replaceClaims(taskId, worker, attempt, claims);
  }

  @Override
  public boolean noteResult(long taskId, UUID worker, int attempt, String resultJson) {
    return new TaskTable(open(), clock).noteResult(taskId, worker, attempt, resultJson);
  }

  @Override
  public boolean finishTask(long taskId, UUID worker, int attempt, TaskResult result) {
    return new TaskTable(open(), clock).finish(taskId, worker, attempt, result);
  }

  @Override
  public boolean requeueTask(long taskId, UUID worker, int attempt) {
    return new TaskTable(open(), clock).requeue(taskId, worker, attempt);
  }

  @Override
  public OptionalInt adopt(long taskId, UUID fromWorker, int fromAttempt, UUID toWorker) {
    return new TaskTable(open(), clock).adopt(taskId, fromWorker, fromAttempt, toWorker);
  }

  @Override
  public CancelResult requestCancel(long taskId) {
    return new TaskTable(open(), clock).requestCancel(taskId);
  }

  @Override
  public void appendOutput(long taskId, String text) {
    new TaskTable(open(), clock).appendOutput(taskId, text);
  }

  @Override
  public void setProgress(long taskId, String progressJson) {
    new TaskTable(open(), clock).setProgress(taskId, progressJson);
  }

  @Override
  public boolean deleteTask(long taskId) {
    return new TaskTable(open(), clock).delete(taskId);
  }

  @Override
  public int expireTasks(Instant finishedBefore, int keepAtMost) {
    return new TaskTable(open(), clock).expire(finishedBefore, keepAtMost);
  }

  @Override
  public void registerWorker(Worker worker) {
    new WorkerTable(open(), clock).register(worker);
  }

  @Override
  public boolean renewWorker(UUID worker, Instant leaseUntil) {
    return new WorkerTable(open(), clock).renew(worker, leaseUntil);
  }

  @Override
  public void removeWorker(UUID worker) {
    new WorkerTable(open(), clock).remove(worker);
  }

  @Override
  public Optional<AccessToken> findToken(TokenId id) {
    return new TokenTable(open()).find(id);
  }

  @Override
  public Optional<AccessToken> findToken(TokenName name) {
    return new TokenTable(open()).find(name);
  }

  @Override
  public List<AccessToken> tokens() {
    return new TokenTable(open()).list();
  }

  @Override
  public void insertToken(AccessToken token) {
    new TokenTable(open()).insert(token);
  }

  @Override
  public void deleteToken(TokenId id) {
    new TokenTable(open()).delete(id);
  }

  @Override
  public List<AuditEntry> auditEntries(AuditFilter filter) {
    return new AuditTable(open(), clock).list(filter);
  }

  @Override
  public void recordAudit(AuditEvent event) {
    new AuditTable(open(), clock).add(event);
  }

  @Override
  public int expireAudit(Instant before) {
    return new AuditTable(open(), clock).expire(before);
  }

  @Override
  public Optional<PublishIntent> findIntent(PublicationPoint point) {
    return intents().stream().filter(intent -> intent.point().equals(point)).findFirst();
  }

  @Override
  public int addPackage(Package value, List<String> contents) {
    return addPackages(List.of(new NewPackage(value, contents)))[0];
  }
}
