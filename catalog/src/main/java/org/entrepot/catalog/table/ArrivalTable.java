package org.entrepot.catalog.table;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.entrepot.catalog.packages.Arrival;
import org.entrepot.catalog.sql.Session;
import org.entrepot.domain.packages.PackageSet;

/// When packages came into repositories.
public final class ArrivalTable {
  private final Session session;

  /// Works in a transaction.
  public ArrivalTable(Session session) {
    this.session = session;
  }

  /// Returns what came into a repository, the newest first.
  public List<Arrival> list(UUID repository) {
    return session
        .call(
            "list what came into a repository",
            "select arrived_at, packages from repository_arrival where repository_id = ? order by"
                + " arrived_at desc")
        .uuid(repository)
        .list(row -> new Arrival(row.instant(), PackageSet.parse(row.bytes())));
  }

  /// Notes what came; two changes of one microsecond become one.
  void insert(UUID repository, Arrival arrival) {
    if (arrival.packages().isEmpty()) {
      return;
    }
    PackageSet together =
        session
            .call(
                "find what came at an instant",
                "select packages from repository_arrival where repository_id = ? and arrived_at ="
                    + " ?")
            .uuid(repository)
            .instant(arrival.at())
            .first(row -> PackageSet.parse(row.bytes()))
            .orElse(PackageSet.empty())
            .union(arrival.packages());
    delete(repository, List.of(arrival.at()));
    session
        .call(
            "note what came into a repository",
            "insert into repository_arrival (repository_id, arrived_at, packages) values (?, ?, ?)")
        .uuid(repository)
        .instant(arrival.at())
        .bytes(together.serialize())
        .run();
  }

  /// Forgets what came at these instants.
  public void delete(UUID repository, List<Instant> instants) {
    for (Instant at : instants) {
      session
          .call(
              "forget what came into a repository",
              "delete from repository_arrival where repository_id = ? and arrived_at = ?")
          .uuid(repository)
          .instant(at)
          .run();
    }
  }
}
