package org.entrepot.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.entrepot.catalog.check.CatalogFault;
import org.entrepot.catalog.check.CatalogFault.Kind;
import org.entrepot.catalog.check.CheckDepth;
import org.entrepot.domain.packages.PackageSet;
import org.entrepot.domain.repository.Repository;
import org.junit.jupiter.api.Test;

/// Every engine is checked against itself. What only a damaged file can hold is planted elsewhere,
/// in the tests of `db verify`.
abstract class CheckContractTest extends CatalogHarness {
  private List<CatalogFault> faults(CheckDepth depth) {
    return catalog.read(view -> view.faults(depth));
  }

  private PackageSet packages() {
    int[] ids = catalog.write(t -> t.addPackages(TestPackages.many("p", 0, 5000)));
    return PackageSet.of(Arrays.stream(ids));
  }

  @Test
  void aSoundCatalogHasNoFaults() {
    PackageSet set = packages();
    var snapshot = snapshot("s", set);
    changed(
        catalog,
        t -> {
          t.putSet(set);
          t.insertRepository(repository("r", set));
          t.insertSnapshot(snapshot);
          t.insertPublication(publication(point(".", "stable"), snapshot));
          return true;
        });
    for (CheckDepth depth : CheckDepth.values()) {
      assertThat(faults(depth)).isEmpty();
    }
  }

  @Test
  void anEmptyOneNeither() {
    assertThat(faults(CheckDepth.WHOLE)).isEmpty();
  }

  @Test
  void membersThatAreNotThereAndWrongNumbersAreTold() {
    PackageSet set = packages().union(PackageSet.of(900_001, 900_002));
    Repository wrong = repository("wrong", set);
    var counted =
        new Repository(
            wrong.id(),
            wrong.name(),
            wrong.comment(),
            wrong.defaultDistribution(),
            wrong.defaultComponent(),
            wrong.uploaders(),
            wrong.packages(),
            7);
    changed(
        catalog,
        t -> {
          t.putSet(set);
          t.insertRepository(counted);
          t.insertSnapshot(snapshot("s", set));
          return true;
        });
    assertThat(faults(CheckDepth.QUICK))
        .containsExactlyInAnyOrder(
            new CatalogFault(
                Kind.MEMBERS, "local repo wrong", "holds 2 packages that are not there"),
            new CatalogFault(Kind.COUNT, "local repo wrong", "says 7 packages and holds 5002"),
            new CatalogFault(Kind.MEMBERS, "snapshot s", "holds 2 packages that are not there"));
  }
}
