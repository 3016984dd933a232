package org.entrepot.service.publish;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.entrepot.catalog.View;
import org.entrepot.catalog.packages.PackageRow;
import org.entrepot.catalog.publication.Generation;
import org.entrepot.catalog.publication.IndexFile;
import org.entrepot.domain.name.PublicationPoint;
import org.entrepot.domain.name.StorageName;
import org.entrepot.domain.publication.ByHash;
import org.entrepot.domain.publication.Publication;
import org.entrepot.service.operation.Execution;
import org.entrepot.service.task.OperationContext;
import org.entrepot.storage.path.TargetPath;
import org.entrepot.storage.target.PublishTarget;
import org.entrepot.storage.target.TargetFile;

/// Files in the directories of publications that no kept generation names: left by force, by
/// skipped cleaning, or by hands other than ours. Looks only below `pool` of prefixes with
/// publications and below the `dists` directory of each publication.
public final class PublishedLeftovers {
  private static final Duration TEMPORARY = Duration.ofMinutes(10);

  private final Targets targets;
  private final KeptGenerations kept;

  public PublishedLeftovers(Targets targets, KeptGenerations kept) {
    this.targets = targets;
    this.kept = kept;
  }

  /// Finds the files, and removes them unless this is a dry run; the caller excludes everybody
  /// else.
  ///
  /// @return their paths as `[storage:]path`, sorted
  public List<String> clear(OperationContext context, Execution execution) throws IOException {
    List<Publication> publications = context.read(View::publications);
    Map<String, Set<TargetPath>> named = new HashMap<>();
    Map<String, Set<TargetPath>> roots = new HashMap<>();
    for (Publication publication : publications) {
      PublicationPoint point = publication.point();
      String storage = point.storage().value();
      var paths = new ArchivePaths(point);
      roots
          .computeIfAbsent(storage, _ -> new HashSet<>())
          .addAll(List.of(paths.pool(), paths.distribution()));
      context.read(view ->
          named.computeIfAbsent(storage, _ -> new HashSet<>()).addAll(namedBy(view, publication)));
    }
    var found = new ArrayList<String>();
    for (Map.Entry<String, Set<TargetPath>> entry : roots.entrySet()) {
      PublishTarget target = targets.require(new StorageName(entry.getKey()));
      Set<TargetPath> needed = named.getOrDefault(entry.getKey(), Set.of());
      var unnamed = new HashSet<TargetPath>();
      for (TargetPath root : entry.getValue()) {
        try (Stream<TargetFile> files = target.list(root)) {
          files.map(TargetFile::path).filter(path -> !needed.contains(path)).forEach(unnamed::add);
        }
      }
      for (TargetPath path : unnamed) {
        if (execution == Execution.CARRY_OUT) {
          target.delete(path);
        }
        found.add((entry.getKey().isEmpty() ? "" : entry.getKey() + ":") + path);
      }
      if (execution == Execution.CARRY_OUT) {
        target.sweep(context.now().minus(TEMPORARY));
        target.sync();
      }
    }
    found.sort(null);
    return found;
  }

  private Set<TargetPath> namedBy(View view, Publication publication) {
    var paths = new ArchivePaths(publication.point());
    var planner = new Unneeded(view, publication.point());
    var named = new HashSet<TargetPath>();
    List<Generation> generations = kept.of(view, publication);
    for (Generation generation : generations) {
      if (publication.options().byHash() == ByHash.ENABLED) {
        named.addAll(planner.byHash(generation));
      }
      generation
          .sets()
          .forEach((component, digest) -> {
            var placement =
                PoolPlacement.of(publication.point(), generation.poolLayout(), component);
            List<PackageRow> rows = view.rows(view.set(digest));
            PoolPaths places = PoolPaths.of(view, placement, rows);
            for (PackageRow row : rows) {
              places.of(row).forEach(placed -> named.add(paths.inPrefix(placed.path())));
            }
          });
    }
    if (!generations.isEmpty()) {
      Generation present = generations.getLast();
      for (IndexFile file : IndexRole.published(present)) {
        named.add(paths.inDistribution(file.path()));
      }
      RedoSteps.releaseNames(present.release())
          .forEach(name -> named.add(paths.inDistribution(name)));
    }
    return named;
  }
}
