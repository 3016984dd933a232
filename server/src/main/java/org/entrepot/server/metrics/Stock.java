package org.entrepot.server.metrics;

import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import org.entrepot.catalog.View;
import org.entrepot.catalog.task.TaskFilter;
import org.entrepot.domain.publication.Publication;
import org.entrepot.domain.task.TaskState;
import org.entrepot.format.checksum.Sha256;
import org.entrepot.service.Entrepot;
import org.entrepot.service.publish.SourceObjects;
import org.jspecify.annotations.Nullable;

/// What the store holds at an instant. Safe for any thread.
final class Stock {
  private static final Duration POOL_AGE = Duration.ofMinutes(1);

  private final Entrepot store;
  private @Nullable Pool pool; // null until it was asked for

  Stock(Entrepot store) {
    this.store = store;
  }

  private record Pool(long readAtNanos, long files, long bytes) {}

  /// Packages of each published component, as published.
  void published(GaugeWithCallback.Callback callback) {
    record Count(String source, String distribution, String component, int packages) {}
    List<Count> counts =
        store.view(view ->
            view.publications().stream()
                .flatMap(publication -> {
                  String source = source(view, publication);
                  return publication.sources().entrySet().stream()
                      .map(each ->
                          new Count(
                              source,
                              publication.point().distribution().value(),
                              each.getKey().toString(),
                              view.set(each.getValue().packages()).size()));
                })
                .toList());
    counts.stream()
        .collect(
            Collectors.groupingBy(
                count -> List.of(count.source(), count.distribution(), count.component()),
                Collectors.summingInt(Count::packages)))
        .forEach((labels, packages) -> callback.call(packages, labels.toArray(String[]::new)));
  }

  /// `[name:component ...]` of all sources, sorted.
  private static String source(View view, Publication publication) {
    return SourceObjects.state(view, publication).sources().stream()
        .map(each -> each.name() + ":" + each.component())
        .sorted()
        .collect(Collectors.joining(" ", "[", "]"));
  }

  /// How many tasks wait and run.
  void tasks(GaugeWithCallback.Callback callback) {
    long[] counts =
        store.view(view -> {
          int all = view.activeTaskIds().size();
          int running = view.tasks(TaskFilter.in(TaskState.RUNNING)).size();
          return new long[] {Math.max(0, all - running), running};
        });
    callback.call((double) counts[0], "waiting");
    callback.call((double) counts[1], "running");
  }

  void poolFiles(GaugeWithCallback.Callback callback) {
    callback.call((double) pool().files());
  }

  void poolBytes(GaugeWithCallback.Callback callback) {
    callback.call((double) pool().bytes());
  }

  /// One walk over all files a minute at most: a scrape must cost little.
  private synchronized Pool pool() {
    long now = System.nanoTime();
    Pool known = pool;
    if (known == null || now - known.readAtNanos() > POOL_AGE.toNanos()) {
      known = store.view(view -> read(view, now));
      pool = known;
    }
    return known;
  }

  private static Pool read(View view, long now) {
    var counted = new HashSet<Sha256>();
    long[] bytes = {0};
    view.forEachFile(
        view.allPackages(),
        file -> {
          if (counted.add(file.checksums().sha256())) {
            bytes[0] += file.checksums().sizeBytes();
          }
        });
    return new Pool(now, counted.size(), bytes[0]);
  }
}
