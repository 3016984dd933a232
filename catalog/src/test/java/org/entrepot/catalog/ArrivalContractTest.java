package org.entrepot.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.entrepot.catalog.packages.Arrival;
import org.entrepot.domain.name.RepositoryName;
import org.entrepot.domain.packages.PackageSet;
import org.entrepot.domain.repository.Repository;
import org.junit.jupiter.api.Test;

/// Every engine notes when packages came into a repository.
abstract class ArrivalContractTest extends CatalogHarness {
  private static final UUID ID = new UUID(0, 1);

  private Repository current =
      new Repository(ID, new RepositoryName("r"), "", "", "", "", PackageSet.empty().digest(), 0);

  private Catalog at(int day) {
    return Catalog.open(url, Clock.fixed(day(day), ZoneOffset.UTC));
  }

  private static Instant day(int day) {
    return NOW.plus(Duration.ofDays(day));
  }

  private void create(int day, int... ids) {
    try (var catalog = at(day)) {
      PackageSet set = PackageSet.of(ids);
      current = current.withPackages(set);
      changed(
          catalog,
          t -> {
            t.putSet(set);
            t.insertRepository(current);
            return true;
          });
    }
  }

  private void hold(int day, int... ids) {
    try (var catalog = at(day)) {
      PackageSet set = PackageSet.of(ids);
      changed(
          catalog,
          t -> {
            t.putSet(set);
            t.updateRepository(current, current.withPackages(set));
            return true;
          });
      current = current.withPackages(set);
    }
  }

  private List<Arrival> arrivals() {
    return catalog.read(view -> view.arrivals(ID));
  }

  private static Arrival came(int day, int... ids) {
    return new Arrival(day(day), PackageSet.of(ids));
  }

  @Test
  void eachChangeNotesWhatIsNew() {
    create(0, 1, 2);
    hold(1, 1, 2, 3);
    hold(2, 3); // leaving is no arrival
    hold(3, 3);
    hold(4, 1, 3, 4);
    assertThat(arrivals()).containsExactly(came(4, 1, 4), came(1, 3), came(0, 1, 2));
  }

  @Test
  void changesOfOneInstantAreOne() {
    create(0, 1);
    hold(1, 1, 2);
    hold(1, 1, 2, 3);
    assertThat(arrivals()).containsExactly(came(1, 2, 3), came(0, 1));
  }

  @Test
  void anEmptyRepositoryHasNone() {
    create(0);
    assertThat(arrivals()).isEmpty();
  }

  @Test
  void otherChangesAreNone() {
    create(0, 1);
    changed(
        catalog,
        t -> {
          t.updateRepository(current, current.withName(new RepositoryName("other")));
          return true;
        });
    assertThat(arrivals()).containsExactly(came(0, 1));
  }

  @Test
  void theyAreForgottenWhenAskedAndWithTheRepository() {
    create(0, 1);
    hold(1, 1, 2);
    hold(2, 1, 2, 3);
    changed(
        catalog,
        t -> {
          t.deleteArrivals(ID, List.of(day(1), day(9)));
          return true;
        });
    assertThat(arrivals()).containsExactly(came(2, 3), came(0, 1));
    changed(
        catalog,
        t -> {
          t.deleteRepository(ID);
          return true;
        });
    assertThat(arrivals()).isEmpty();
  }
}
