package org.entrepot.catalog.table;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.entrepot.catalog.error.ConflictException;
import org.entrepot.catalog.error.StaleException;
import org.entrepot.catalog.packages.Arrival;
import org.entrepot.catalog.sql.Row;
import org.entrepot.catalog.sql.Session;
import org.entrepot.domain.name.RepositoryName;
import org.entrepot.domain.packages.PackageSet;
import org.entrepot.domain.repository.Repository;
import org.entrepot.format.checksum.Sha256;

/// Repositories.
public final class RepositoryTable {
  private static final String COLUMNS =
      "select id, name, comment, default_distribution, default_component, uploaders, packages,"
          + " package_count from repository ";

  private final Session session;

  /// Works in a transaction.
  public RepositoryTable(Session session) {
    this.session = session;
  }

  private static Repository repository(Row row) {
    return new Repository(
        row.uuid(),
        new RepositoryName(row.text()),
        row.text(),
        row.text(),
        row.text(),
        row.text(),
        Sha256.of(row.bytes()),
        row.integer());
  }

  private static String words(RepositoryName name) {
    return "repository " + name;
  }

  /// Returns the repository of a name.
  public Optional<Repository> find(RepositoryName name) {
    return session
        .call("find a repository", COLUMNS + "where name = ?")
        .text(name.value())
        .first(RepositoryTable::repository);
  }

  /// Returns the repository with an id.
  public Optional<Repository> find(UUID id) {
    return session
        .call("find a repository", COLUMNS + "where id = ?")
        .uuid(id)
        .first(RepositoryTable::repository);
  }

  /// Returns all repositories, by name.
  public List<Repository> list() {
    return session
        .call("list repositories", COLUMNS + "order by name")
        .list(RepositoryTable::repository);
  }

  /// Makes a repository, whose packages arrive now.
  public void insert(Repository repository, Instant now) {
    requireFree(repository.name());
    PackageSet packages = new SetTable(session).require(repository.packages());
    session
        .call(
            "insert " + words(repository.name()),
            "insert into repository (name, comment, default_distribution, default_component,"
                + " uploaders, packages, package_count, id, revision)"
                + " values (?, ?, ?, ?, ?, ?, ?, ?, 1)")
        .text(repository.name().value())
        .text(repository.comment())
        .text(repository.defaultDistribution())
        .text(repository.defaultComponent())
        .text(repository.uploaders())
        .bytes(repository.packages().bytes())
        .number(repository.packageCount())
        .uuid(repository.id())
        .run();
    new ArrivalTable(session).insert(repository.id(), new Arrival(now, packages));
  }

  private void requireFree(RepositoryName name) {
    if (find(name).isPresent()) {
      throw ConflictException.taken(words(name));
    }
  }

  /// Changes a repository; packages that it did not have before arrive now.
  public void update(Repository before, Repository after, Instant now) {
    if (!before.id().equals(after.id())) {
      throw new IllegalArgumentException("the id of " + words(before.name()) + " cannot change");
    }
    var revision = Revision.of(session, "repository", before.id());
    if (!find(before.id()).equals(Optional.of(before))) {
      throw new StaleException(words(before.name()));
    }
    if (!before.name().equals(after.name())) {
      requireFree(after.name());
    }
    var sets = new SetTable(session);
    sets.requireStored(after.packages());
    var changed =
        session
            .call(
                "update " + words(before.name()),
                "update repository set name = ?, comment = ?, default_distribution = ?,"
                    + " default_component = ?, uploaders = ?, packages = ?, package_count = ?,"
                    + " revision = revision + 1 where id = ? and revision = ?")
            .text(after.name().value())
            .text(after.comment())
            .text(after.defaultDistribution())
            .text(after.defaultComponent())
            .text(after.uploaders())
            .bytes(after.packages().bytes())
            .number(after.packageCount())
            .uuid(after.id())
            .number(revision)
            .run();
    if (changed != 1) {
      throw new StaleException(words(before.name()));
    }
    if (!before.packages().equals(after.packages())) {
      PackageSet arrived = sets.require(after.packages()).minus(sets.require(before.packages()));
      new ArrivalTable(session).insert(after.id(), new Arrival(now, arrived));
    }
  }

  /// Drops a repository.
  public void delete(UUID id) {
    var words = find(id).map(Repository::name).map(RepositoryTable::words).orElse("repository");
    var holders = new PublicationTable(session).namesOf(id);
    if (!holders.isEmpty()) {
      throw ConflictException.inUse(words, holders);
    }
    if (session.call("delete " + words, "delete from repository where id = ?").uuid(id).run()
        != 1) {
      throw new StaleException(words);
    }
  }
}
