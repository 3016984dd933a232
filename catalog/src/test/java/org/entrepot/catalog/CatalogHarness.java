package org.entrepot.catalog;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.entrepot.domain.name.ComponentName;
import org.entrepot.domain.name.Distribution;
import org.entrepot.domain.name.Prefix;
import org.entrepot.domain.name.PublicationPoint;
import org.entrepot.domain.name.RepositoryName;
import org.entrepot.domain.name.SnapshotName;
import org.entrepot.domain.name.StorageName;
import org.entrepot.domain.packages.PackageSet;
import org.entrepot.domain.publication.Publication;
import org.entrepot.domain.publication.PublicationOptions;
import org.entrepot.domain.publication.PublishedSource;
import org.entrepot.domain.repository.Repository;
import org.entrepot.domain.snapshot.Snapshot;
import org.entrepot.domain.snapshot.SnapshotOrigin;
import org.entrepot.domain.snapshot.SourceKind;
import org.entrepot.format.architecture.Architecture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// A fresh catalog for each test, on the engine that a subclass chooses.
abstract class CatalogHarness {
  static final Instant NOW = Instant.parse("2026-03-04T05:06:07.123456Z");
  static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

  private final List<Catalog> opened = new ArrayList<>();

  @SuppressWarnings("NullAway.Init") // set before each test
  CatalogUrl url;

  @SuppressWarnings("NullAway.Init") // set before each test
  Catalog catalog;

  /// Returns the address of a place where no catalog is yet.
  abstract CatalogUrl freshUrl();

  @BeforeEach
  void openCatalog() {
    url = freshUrl();
    catalog = open();
  }

  @AfterEach
  void closeCatalogs() {
    opened.forEach(Catalog::close);
  }

  /// Opens the catalog once more, as another process would.
  final Catalog open() {
    return open(FaultPoint.NONE);
  }

  final Catalog open(FaultPoint faults) {
    var one = Catalog.open(url, CLOCK, faults);
    synchronized (opened) {
      opened.add(one);
    }
    return one;
  }

  /// An answer whose type is settled before `assertThat` chooses among its overloads.
  record Answer<T>(T value) {}

  static <T> Answer<T> seen(Catalog catalog, Function<View, T> query) {
    return new Answer<>(catalog.read(query));
  }

  static <T> Answer<T> changed(Catalog catalog, Function<Transaction, T> change) {
    return new Answer<>(catalog.write(change));
  }

  static Repository repository(String name, PackageSet set) {
    return new Repository(
        UUID.randomUUID(),
        new RepositoryName(name),
        "a comment",
        "trixie",
        "main",
        "",
        set.digest(),
        set.size());
  }

  static Snapshot snapshot(String name, PackageSet set, UUID... sources) {
    return Snapshot.of(
        UUID.randomUUID(),
        new SnapshotName(name),
        NOW,
        new SnapshotOrigin(SourceKind.REPOSITORY, List.of(sources), "from a test"),
        set);
  }

  static PublicationPoint point(String prefix, String distribution) {
    return new PublicationPoint(
        StorageName.DEFAULT, new Prefix(prefix), new Distribution(distribution));
  }

  static Publication publication(PublicationPoint point, Snapshot snapshot) {
    var sources = new TreeMap<ComponentName, PublishedSource>();
    sources.put(ComponentName.MAIN, new PublishedSource(snapshot.id(), snapshot.packages()));
    return new Publication(
        UUID.randomUUID(),
        point,
        SourceKind.SNAPSHOT,
        sources,
        List.of(new Architecture("amd64"), Architecture.ALL),
        PublicationOptions.DEFAULT,
        Optional.empty(),
        1,
        NOW);
  }
}
