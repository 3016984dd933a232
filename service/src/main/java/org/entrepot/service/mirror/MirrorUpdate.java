package org.entrepot.service.mirror;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.entrepot.domain.mirror.ArchiveFiles;
import org.entrepot.domain.mirror.Mirror;
import org.entrepot.domain.mirror.MirrorPart;
import org.entrepot.domain.mirror.MirrorState;
import org.entrepot.domain.mirror.ReleaseMark;
import org.entrepot.domain.mirror.SkippedCheck;
import org.entrepot.domain.mirror.Trust;
import org.entrepot.domain.mirror.Upstream;
import org.entrepot.domain.packages.PackageKind;
import org.entrepot.domain.packages.PackageSet;
import org.entrepot.format.FormatException;
import org.entrepot.service.ErrorCode;
import org.entrepot.service.HumanSize;
import org.entrepot.service.RepositoryException;
import org.entrepot.service.mirror.IndexReader.LocalIndex;
import org.entrepot.service.operation.Acceptance;
import org.entrepot.service.operation.Force;
import org.entrepot.service.operation.MirrorOperation.Digests;
import org.entrepot.service.operation.MirrorOperation.Missing;
import org.entrepot.service.operation.MirrorOperation.UpdateMirror;
import org.entrepot.service.operation.OperationResult.MirrorUpdated;
import org.entrepot.service.operation.OperationResult.MirrorUpdated.Change;
import org.entrepot.service.task.Failures;
import org.entrepot.service.task.Marker;
import org.entrepot.service.task.OperationContext;
import org.entrepot.service.task.Progress;
import org.entrepot.storage.pool.PackagePool;
import org.entrepot.transport.FetchListener;
import org.entrepot.transport.Transport;

/// One update of one mirror: Release file, indices, packages.
///
/// When what the archive serves does not fit its Release file, that file is fetched again: if it
/// has changed, the update begins again with the new one, and keeps what it has; if not, the
/// archive is broken. For one thread.
final class MirrorUpdate {
  private static final int MOST_BEGINNINGS = 5;
  private static final int TOLD_FAILURES = 5;

  private final PackagePool pool;
  private final MirrorSettings settings;
  private final MirrorDirectories directories;
  private final Mirror mirror;
  private final UpdateMirror operation;
  private final OperationContext context;
  private final ArchiveReader archive;
  private final Trust trust;
  private final FetchListener listener;
  private final List<String> leftOut = new ArrayList<>();
  private boolean complete = true;
  private final Map<String, Path> installerSums = new TreeMap<>();
  private final List<List<FileDownloads.Wanted>> images = new ArrayList<>();
  private int fetchedFiles;
  private long receivedBytes;

  /// What an update found, to be committed.
  ///
  /// @param packages absent when nothing changed
  /// @param along what goes along with them
  record Found(
      MirrorState state, Optional<PackageSet> packages, ArchiveFiles along, MirrorUpdated told) {}

  MirrorUpdate(
      PackagePool pool,
      MirrorSettings settings,
      Transport transport,
      Mirror mirror,
      UpdateMirror operation,
      OperationContext context) {
    this.pool = pool;
    this.settings = settings;
    this.directories = new MirrorDirectories(settings.directory());
    this.mirror = mirror;
    this.operation = operation;
    this.context = context;
    this.archive = new ArchiveReader(transport, mirror.upstream().roots());
    this.trust =
        new Trust(
            operation.signatures().orElse(mirror.trust().signatures()),
            operation.keyrings().isEmpty() ? mirror.trust().keyrings() : operation.keyrings());
    this.listener = new Telling(context);
  }

  /// What the update was asked to do, for the mark.
  private String settingsText() {
    return "%s %s %s"
        .formatted(operation.latestOnly(), operation.digests(), operation.dependencies());
  }

  Found run() throws IOException {
    Optional<ReleaseMark> mark =
        mirror
            .state()
            .mark()
            .filter(it -> operation.force() != Force.FORCE && it.settings().equals(settingsText()));
    Optional<UpstreamRelease> first = release(mark);
    if (first.isEmpty()) {
      return unchanged();
    }
    UpstreamRelease release = first.get();
    for (int beginning = 1; ; beginning++) {
      try {
        return update(release);
      } catch (UpstreamChangedException e) {
        UpstreamRelease now = release(Optional.empty()).orElseThrow();
        if (now.digest().equals(release.digest()) || beginning == MOST_BEGINNINGS) {
          throw new RepositoryException(
              ErrorCode.UPSTREAM_BROKEN,
              e.reason()
                  + "; the archive is broken or in the middle of a change, so try again later",
              e);
        }
        context.output(
            Marker.WARNING, "The archive has changed meanwhile, beginning again: " + e.reason());
        release = now;
        leftOut.clear();
        complete = true;
        installerSums.clear();
        images.clear();
      }
    }
  }

  /// The Release file, unless it is that of the mark.
  private Optional<UpstreamRelease> release(Optional<ReleaseMark> mark) throws IOException {
    Upstream upstream = mirror.upstream();
    context.output(
        Marker.INFO, "Downloading: " + upstream.root() + upstream.releaseDirectory() + "InRelease");
    Path scratch = directories.lists(mirror.id());
    return switch (new ReleaseReader(settings, context.clock())
        .read(archive, upstream, trust, mark, scratch, listener)) {
      case ReleaseReader.Answer.Unchanged _ -> Optional.empty();
      case ReleaseReader.Answer.Found(var release) -> Optional.of(judged(release));
    };
  }

  private UpstreamRelease judged(UpstreamRelease release) {
    if (!release.verified()) {
      return release; // nobody vouches for its dates
    }
    Set<Acceptance> accepted = operation.accepted();
    ReleaseRules.requireCurrent(
        release.file().date(), release.file().validUntil(), context.now(), accepted);
    ReleaseRules.requireNotOlder(
        release.file().date(), mirror.state().mark().flatMap(ReleaseMark::date), accepted);
    ReleaseRules.requireSameNames(release.meta(), mirror.state().meta(), accepted);
    return release;
  }

  private Found unchanged() {
    ReleaseMark mark = mirror.state().mark().orElseThrow();
    if (mark.verified()) {
      ReleaseRules.requireCurrent(
          mark.date(), mark.validUntil(), context.now(), operation.accepted());
    }
    return new Found(
        mirror.state().unchangedAt(context.now(), Optional.of(mark)),
        Optional.empty(),
        ArchiveFiles.NONE,
        new MirrorUpdated(Change.UNCHANGED, mirror.state().packageCount(), 0, 0, List.of()));
  }

  private Found update(UpstreamRelease release) throws IOException {
    Upstream upstream = ReleaseRules.scope(mirror.upstream(), mirror.selection(), release.file());
    List<Candidate> wanted = candidates(release, upstream);
    context.output(Marker.INFO, "Building download queue...");
    var known = new KnownFiles(pool, operation.present());
    context.read(view -> {
      known.load(view, view.set(mirror.state().packages()));
      return true;
    });
    Path staging = directories.files(mirror.id());
    try (var downloads =
        new PackageDownloads(
            pool,
            archive,
            known,
            staging,
            settings.parallel(),
            new PackageDownloads.Rules(
                operation.digests(),
                upstream.isFlat() ? upstream.releaseDirectory() : "",
                release.verified() && !accepts(Acceptance.WEAK_DIGESTS)),
            context)) {
      downloads.queue(wanted);
      context.output(
          Marker.INFO,
          "Download queue: %d items (%s)"
              .formatted(downloads.queuedFiles(), HumanSize.format(downloads.queuedBytes())));
      try {
        downloads.run();
      } finally {
        fetchedFiles += downloads.fetchedFiles();
        receivedBytes += downloads.receivedBytes();
      }
      judge(downloads, release);
      ArchiveFiles along = filesAlong(release, upstream, staging);
      MirrorDirectories.keepOnly(staging, Set.of());
      return found(release, downloads.packages(), along);
    }
  }

  /// Brings what goes along with the packages.
  private ArchiveFiles filesAlong(UpstreamRelease release, Upstream upstream, Path staging)
      throws IOException {
    var wanted = new ArrayList<>(images);
    wanted.addAll(FilesAlong.of(upstream, mirror.selection(), release.file()));
    Path lists = directories.lists(mirror.id());
    ArchiveFiles before = context.read(view -> view.archiveFiles(mirror.state().files()));
    context.stage("Downloading translations and metadata", 0, Progress.Unit.BYTES);
    try (var downloads =
        new FileDownloads(
            pool,
            archive,
            upstream.releaseDirectory(),
            release,
            new FileDownloads.Places(lists, staging),
            operation.digests(),
            before,
            settings.parallel(),
            context)) {
      try {
        downloads.fetch(wanted);
        for (Map.Entry<String, Path> sums : installerSums.entrySet()) {
          downloads.take(sums.getKey(), sums.getValue());
        }
        if (isAsIs()) {
          var whole = new WholeArchive(archive, upstream, lists, pool, context, listener);
          downloads.fetch(whole.patchesOf(downloads.files()));
          whole.takeRelease(release, downloads);
        }
      } finally {
        fetchedFiles += downloads.fetchedFiles();
        receivedBytes += downloads.receivedBytes();
      }
      return downloads.files();
    }
  }

  private boolean isAsIs() {
    return mirror.selection().has(MirrorPart.AS_IS);
  }

  private boolean accepts(Acceptance acceptance) {
    return operation.accepted().contains(acceptance);
  }

  private List<Candidate> candidates(UpstreamRelease release, Upstream upstream)
      throws IOException {
    context.stage("Downloading indices", 0, Progress.Unit.BYTES);
    var reader =
        new IndexReader(
            archive,
            upstream.releaseDirectory(),
            release,
            directories.lists(mirror.id()),
            new IndexReader.Rules(
                operation.digests(),
                operation.digests() == Digests.IGNORE
                    || mirror.selection().skips(SkippedCheck.COMPONENTS),
                accepts(Acceptance.WEAK_DIGESTS)),
            listener,
            line -> context.output(Marker.INFO, line));
    var indices = new ArrayList<LocalIndex>();
    var sums =
        new InstallerSums(
            archive,
            new ReleaseReader(settings, context.clock()),
            trust,
            upstream,
            directories.lists(mirror.id()),
            listener);
    for (WantedIndex wanted : WantedIndex.of(upstream, mirror.selection(), release.file())) {
      context.checkCancelled();
      Optional<LocalIndex> index = reader.read(wanted);
      if (wanted.kind() == WantedIndex.Kind.IMAGES) {
        index = sums.read(wanted, index);
      }
      index.ifPresent(indices::add);
      if (index.isEmpty()) {
        missing(wanted);
      }
    }
    installerSums.putAll(sums.files());
    context.stage("Parsing indices", 0, Progress.Unit.PACKAGES);
    var selection = new CandidateSelection(upstream, mirror.selection(), this::warn);
    var parser = new CandidateReader(selection::add, this::warn);
    for (LocalIndex index : indices) {
      context.checkCancelled();
      try {
        parser.read(index, imagesDirectory(upstream, index.wanted()));
      } catch (FormatException e) {
        throw unreadable(index, String.valueOf(e.getMessage()), e);
      } catch (IOException e) {
        throw unreadable(index, Failures.describe(e), e);
      }
    }
    IndexPatches.keep(directories.lists(mirror.id()), release, indices);
    keep(reader.used());
    List<Candidate> wanted =
        withoutImages(selection.wanted(operation.dependencies(), operation.latestOnly()), upstream);
    if (!mirror.selection().filter().isEmpty() || operation.latestOnly()) {
      context.output(
          Marker.INFO, "Packages filtered: %d -> %d.".formatted(selection.size(), wanted.size()));
    }
    return wanted;
  }

  private static RepositoryException unreadable(LocalIndex index, String reason, Exception e) {
    return new RepositoryException(
        ErrorCode.UPSTREAM_BROKEN,
        "the index %s cannot be read: %s".formatted(index.wanted().path(), reason),
        e);
  }

  /// In an archive that is kept as it is, installer images are no package, but files beside the
  /// indices.
  private List<Candidate> withoutImages(List<Candidate> candidates, Upstream upstream) {
    if (!isAsIs()) {
      return candidates;
    }
    candidates.stream()
        .filter(it -> it.named().kind() == PackageKind.INSTALLER)
        .flatMap(it -> it.files().stream())
        .forEach(file ->
            images.add(
                List.of(
                    new FileDownloads.Wanted(
                        file.path().substring(upstream.releaseDirectory().length()),
                        file.declared()))));
    return candidates.stream().filter(it -> it.named().kind() != PackageKind.INSTALLER).toList();
  }

  private static String imagesDirectory(Upstream upstream, WantedIndex index) {
    String path = upstream.releaseDirectory() + index.path();
    return path.substring(0, path.lastIndexOf('/') + 1);
  }

  private void keep(Set<Path> used) throws IOException {
    Path lists = directories.lists(mirror.id());
    var kept = new HashSet<>(used);
    for (String name : ArchiveFiles.RELEASE_NAMES) {
      kept.add(lists.resolve(name));
    }
    kept.addAll(installerSums.values());
    kept.add(IndexPatches.map(lists));
    MirrorDirectories.keepOnly(lists, kept);
  }

  /// Tells what was left out and may be right the next time.
  private void warn(String sentence) {
    complete = false;
    tell(sentence);
  }

  private void tell(String sentence) {
    leftOut.add(sentence);
    context.output(Marker.WARNING, sentence);
  }

  private void missing(WantedIndex wanted) {
    switch (wanted.need()) {
      case OPTIONAL -> {}
      case TOLD -> tell("the archive has no index " + wanted.path()); // until Release lists it
      case REQUIRED ->
          throw new RepositoryException(
              ErrorCode.UPSTREAM_BROKEN,
              "the Release file lists no index %s, in no compression; check components and architectures, or create the mirror with -force-components or -force-architectures"
                  .formatted(wanted.path()));
    }
  }

  /// Looks at what could not be had: another Release file explains it, or it is told.
  private void judge(PackageDownloads downloads, UpstreamRelease release) throws IOException {
    List<String> failures = downloads.failures();
    if (failures.isEmpty()) {
      return;
    }
    boolean changed =
        release(Optional.empty()).map(now -> !now.digest().equals(release.digest())).orElse(false);
    if (changed) {
      throw new UpstreamChangedException(failures.getFirst());
    }
    if (operation.missing() == Missing.SKIP) {
      downloads.incomplete().forEach(name -> leftOut.add(name + " is left out"));
      failures.forEach(this::warn);
      return;
    }
    failures.forEach(failure -> context.output(Marker.WARNING, failure));
    String more =
        failures.size() > TOLD_FAILURES
            ? " and %d more".formatted(failures.size() - TOLD_FAILURES)
            : "";
    throw new RepositoryException(
        ErrorCode.UPSTREAM_BROKEN,
        "%d files could not be downloaded: %s%s; everything else is here, so use -skip-missing to go without them"
            .formatted(
                failures.size(),
                String.join("; ", failures.stream().limit(TOLD_FAILURES).toList()),
                more));
  }

  private Found found(UpstreamRelease release, PackageSet packages, ArchiveFiles along) {
    Instant now = context.now();
    Optional<ReleaseMark> mark =
        complete && !release.path().isEmpty()
            ? Optional.of(release.mark(settingsText()))
            : Optional.empty();
    var state =
        new MirrorState(
            release.meta(),
            Optional.of(now),
            mark,
            along.digest(),
            packages.digest(),
            packages.size());
    return new Found(
        state,
        Optional.of(packages),
        along,
        new MirrorUpdated(Change.CHANGED, packages.size(), fetchedFiles, receivedBytes, leftOut));
  }

  /// Tells of a fetch what people should know.
  record Telling(OperationContext context) implements FetchListener {
    @Override
    public void received(long bytes) {
      context.advance(bytes, "");
    }

    @Override
    public void retrying(String reason) {
      context.output(Marker.WARNING, reason);
    }

    @Override
    public void checkWanted() {
      context.checkCancelled();
    }
  }
}
