package org.entrepot.domain.query;

import static org.entrepot.domain.packages.SamplePackages.binary;
import static org.entrepot.domain.packages.SamplePackages.source;
import static org.entrepot.domain.packages.SamplePackages.udeb;

import java.util.List;
import java.util.stream.Collectors;
import org.entrepot.domain.packages.Package;
import org.entrepot.domain.packages.PackageOrder;

/// The list of packages of the specification's worked examples (spec domain 3.6).
final class WorkedExamples {
  static final List<Package> PACKAGES =
      List.of(
          binary(
              "app",
              "1.0-1",
              "amd64",
              "Section: utils",
              "Priority: optional",
              "Depends: libfoo1 (>= 1.0), data | data-alt, python3:any"),
          binary(
              "app",
              "1.1-1",
              "amd64",
              "Section: utils",
              "Priority: extra",
              "Source: app-src (1.1-2)",
              "Depends: libfoo1"),
          binary("app", "1.1-1", "i386", "Section: utils", "Depends: libfoo1"),
          udeb("app-udeb", "1.1-1", "amd64"),
          binary("libfoo1", "1.0-1", "amd64", "Source: foo", "Provides: libfoo, libfoo-abi (= 1)"),
          binary(
              "libfoo1", "1.1~rc1-1", "amd64", "Source: foo", "Provides: libfoo, libfoo-abi (= 2)"),
          binary("libfoo1", "1:0.5-1", "i386", "Source: foo", "Provides: libfoo"),
          binary("data", "2.0", "all", "Section: misc", "Homepage: http://x.y/a"),
          binary("data-alt", "2.0", "all", "Section: misc"),
          binary("python3", "3.11", "amd64", "Section: python"),
          binary("mta-a", "1", "amd64", "Provides: mail-transport-agent"),
          binary("mta-b", "2", "amd64", "Provides: mail-transport-agent (= 5)"),
          binary("Upper", "1.0", "amd64"),
          binary("rec1", "1", "amd64"),
          binary("sug1", "1", "amd64"),
          source(
              "pyspi",
              "0.6.1-1.3",
              "any",
              "Homepage: http://people.redhat.com/zcerza/dogtail",
              "Standards-Version: 3.7.3"));

  private WorkedExamples() {}

  /// Display names of what the query finds, in index order, separated by blanks.
  static String find(String query) throws QueryException {
    var parsed = PackageQuery.parse(query);
    return PACKAGES.stream()
        .filter(parsed::matches)
        .sorted(PackageOrder.INDEX)
        .map(Package::displayName)
        .collect(Collectors.joining(" "));
  }
}
