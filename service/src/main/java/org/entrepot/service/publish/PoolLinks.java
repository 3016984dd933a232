package org.entrepot.service.publish;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.entrepot.catalog.View;
import org.entrepot.catalog.packages.PackageRow;
import org.entrepot.catalog.publication.Generation;
import org.entrepot.domain.name.ComponentName;
import org.entrepot.domain.name.PublicationPoint;
import org.entrepot.domain.packages.PackageFile;
import org.entrepot.domain.packages.PackageSet;
import org.entrepot.domain.publication.Publication;
import org.entrepot.format.checksum.Sha256;
import org.entrepot.service.ErrorCode;
import org.entrepot.service.RepositoryException;
import org.entrepot.service.operation.PublicationOperation.Conflicts;
import org.entrepot.service.task.OperationContext;
import org.entrepot.service.task.Progress;
import org.entrepot.service.task.WorkerResult;
import org.entrepot.storage.pool.PoolFile;
import org.entrepot.storage.pool.PoolPath;
import org.entrepot.storage.target.ClashPolicy;
import org.entrepot.storage.target.LinkResult;
import org.entrepot.storage.target.PublishTarget;

/// Which pool files a new generation needs at paths below the prefix that no kept generation of the
/// publication has.
///
/// @param links at free paths, done before anything changes for readers
/// @param replacements at paths that hold other content which only this publication needs (or that
///   is to be overwritten): done right before the new Release file appears
record PoolLinks(List<Link> links, List<Link> replacements) {

  private static final int SLICE = 64;

  /// A file and its path below the prefix.
  record Link(PoolFile file, String path) {}

  /// A link that was not made, as another file is at its path.
  record Clashed(Link link, LinkResult.Clash clash) {}

  /// Plans the links of `after`.
  ///
  /// @param own the kept generations of the publication
  /// @param others what every other publication of the prefix needs
  /// @throws RepositoryException naming the holders when another publication needs other content at
  ///   a path
  static PoolLinks plan(
      View view,
      Publication after,
      List<Generation> own,
      Holders others,
      Conflicts conflicts,
      Map<ComponentName, List<PackageRow>> rows) {
    var planner = new Planner(view, after, own, others, conflicts);
    rows.forEach(planner::plan);
    return planner.done();
  }

  /// Whether the publication has a package: those of other architectures are not in it.
  static boolean isPublished(Publication publication, PackageRow row) {
    return AsIsArchive.isAsIs(publication)
        || publication.architectures().stream().anyMatch(row.architecture()::suits);
  }

  /// Makes the links at free paths, with several threads: making directories takes most of the
  /// time.
  ///
  /// @return those that were not made
  List<Clashed> make(OperationContext context, PublishTarget target, ArchivePaths paths)
      throws IOException {
    context.stage("Linking package files", links.size(), Progress.Unit.FILES);
    var clashed = new ArrayList<Clashed>();
    try (ExecutorService workers =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
      try {
        var slices = new ArrayList<Future<List<Clashed>>>();
        for (int from = 0; from < links.size(); from += SLICE) {
          List<Link> slice = links.subList(from, Math.min(links.size(), from + SLICE));
          slices.add(workers.submit(() -> make(slice, context, target, paths)));
        }
        for (Future<List<Clashed>> slice : slices) {
          clashed.addAll(WorkerResult.of(slice));
        }
      } finally {
        workers.shutdownNow();
      }
    }
    return clashed;
  }

  private static List<Clashed> make(
      List<Link> links, OperationContext context, PublishTarget target, ArchivePaths paths)
      throws IOException {
    context.checkCancelled();
    var clashed = new ArrayList<Clashed>();
    for (Link link : links) {
      LinkResult result = target.link(link.file(), paths.inPrefix(link.path()), ClashPolicy.REFUSE);
      if (result instanceof LinkResult.Clash clash) {
        clashed.add(new Clashed(link, clash));
      }
      context.advance(1, link.path());
    }
    return clashed;
  }

  private static final class Planner {
    private final View view;
    private final Publication after;
    private final Holders mine;
    private final Holders others;
    private final Conflicts conflicts;
    private final List<Link> links = new ArrayList<>();
    private final List<Link> replacements = new ArrayList<>();
    private final Set<String> refused = new TreeSet<>();

    Planner(
        View view, Publication after, List<Generation> own, Holders others, Conflicts conflicts) {
      this.view = view;
      this.after = after;
      this.mine = Holders.none(view).add(after, own);
      this.others = others;
      this.conflicts = conflicts;
    }

    void plan(ComponentName component, List<PackageRow> rows) {
      var placement = PoolPlacement.of(after.point(), after.options().poolLayout(), component);
      var wanted = new HashMap<String, PackageFile>();
      var fileNames = new HashSet<String>();
      PoolPaths paths = PoolPaths.of(view, placement, rows);
      for (PackageRow row : rows) {
        List<PoolPaths.Placed> placed = paths.of(row);
        want(component, placed, wanted);
        placed.forEach(it -> fileNames.add(it.file().name()));
      }
      if (fileNames.isEmpty()) {
        return;
      }
      requireDistinct(component, placement, fileNames, new HashMap<>(wanted));
      var mineAt = mine.pathsAt(placement, fileNames);
      var othersAt = others.pathsAt(placement, fileNames);
      wanted.forEach((path, file) -> {
        if (fileNames.contains(file.name())) {
          place(
              path,
              file,
              mineAt.getOrDefault(path, Map.of()),
              othersAt.getOrDefault(path, Map.of()));
        }
      });
    }

    private static void want(
        ComponentName component, List<PoolPaths.Placed> placed, Map<String, PackageFile> wanted) {
      for (PoolPaths.Placed each : placed) {
        String path = each.path();
        PackageFile file = each.file();
        PackageFile other = wanted.put(path, file);
        if (other != null && !other.checksums().sha256().equals(file.checksums().sha256())) {
          throw new RepositoryException(
              ErrorCode.PATH_CONFLICT,
              "two packages of component %s need different files at %s; remove one of them (their versions may differ in the epoch only)"
                  .formatted(component, path));
        }
      }
    }

    /// New packages must not take the paths of those that stay, either.
    private void requireDistinct(
        ComponentName component,
        PoolPlacement placement,
        Set<String> fileNames,
        Map<String, PackageFile> wanted) {
      PackageSet staying =
          mine.packagesAt(placement)
              .intersect(
                  view.set(Objects.requireNonNull(after.sources().get(component)).packages()));
      if (staying.isEmpty()) {
        return;
      }
      List<PackageRow> rows =
          view.rows(view.packagesWithFileName(fileNames).intersect(staying)).stream()
              .filter(row -> isPublished(after, row))
              .toList();
      PoolPaths paths = PoolPaths.of(view, placement, rows);
      rows.forEach(row -> want(component, paths.of(row), wanted));
    }

    private void place(
        String path,
        PackageFile file,
        Map<Sha256, Set<PublicationPoint>> mineAt,
        Map<Sha256, Set<PublicationPoint>> othersAt) {
      Sha256 content = file.checksums().sha256();
      var link = new Link(new PoolFile(PoolPath.of(content, file.name()), file.checksums()), path);
      if (othersAt.keySet().stream().anyMatch(digest -> !digest.equals(content))) {
        if (conflicts == Conflicts.REFUSE) {
          var holders = new TreeSet<PublicationPoint>();
          othersAt.values().forEach(holders::addAll);
          refused.add("%s (needed by %s)".formatted(path, holders));
        } else {
          replacements.add(link);
        }
      } else if (mineAt.keySet().stream().anyMatch(digest -> !digest.equals(content))) {
        replacements.add(link);
      } else {
        links.add(link);
      }
    }

    PoolLinks done() {
      if (!refused.isEmpty()) {
        throw new RepositoryException(
            ErrorCode.PATH_CONFLICT,
            "file already exists and is different: %s; publish under another prefix, use -multi-dist, or override with -force-overwrite"
                .formatted(String.join("; ", refused.stream().limit(5).toList())));
      }
      return new PoolLinks(List.copyOf(links), List.copyOf(replacements));
    }
  }
}
