package org.entrepot.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.entrepot.catalog.access.AuditFilter;
import org.entrepot.catalog.packages.Arrival;
import org.entrepot.catalog.sql.Dialect;
import org.entrepot.catalog.task.NewTask;
import org.entrepot.catalog.task.StartResult;
import org.entrepot.catalog.task.TaskResult;
import org.entrepot.domain.access.Actor;
import org.entrepot.domain.access.Grant;
import org.entrepot.domain.packages.PackageSet;
import org.entrepot.domain.task.ResourceClaims;
import org.junit.jupiter.api.Test;

/// A catalog that an older Entrepot has written is brought up to date, on every engine.
abstract class MigrationContractTest {
  abstract CatalogUrl url();

  abstract Dialect dialect();

  abstract Connection connect() throws SQLException;

  /// What stands around the steps of the schema: where its version is kept.
  abstract String beforeSteps();

  abstract String afterSteps(int version);

  private void make(int version) throws SQLException, IOException {
    try (var connection = connect();
        var statement = connection.createStatement()) {
      statement.executeUpdate(beforeSteps());
      for (var step = 1; step <= version; step++) {
        var name = "/org/entrepot/catalog/schema/%04d.sql".formatted(step);
        try (var in = Catalog.class.getResourceAsStream(name)) {
          assertThat(in).as(name).isNotNull();
          var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
          statement.executeUpdate(dialect().ddl(text));
        }
      }
      statement.executeUpdate(afterSteps(version));
      statement.executeUpdate("update counter set value = 1 where name = 'task'");
      statement.executeUpdate(
          """
          insert into task (id, name, operation_kind, operation_json, claims, state, submitted_at,
            started_at, finished_at, attempt, cancel_requested, progress_json, result_json,
            error_code, error_message)
          values (1, 'Create x', 'CreateRepository', '{}', '', 'WAITING', 1, 0, 0, 0, 0, '', '',
            '', '')\
          """);
    }
  }

  @Test
  void tasksOfTheFirstSchemaGoOnWithoutAnActor() throws SQLException, IOException {
    make(1);
    var worker = new UUID(0, 1);
    try (var catalog = Catalog.open(url(), CatalogHarness.CLOCK)) {
      var task = catalog.read(v -> v.findTask(1)).orElseThrow();
      assertThat(task.actor()).isEqualTo(new Actor.Unattended());
      assertThat(CatalogHarness.changed(catalog, t -> t.tryStart(1, worker)).value())
          .isEqualTo(new StartResult.Started(1));
      assertThat(
              CatalogHarness.changed(
                      catalog, t -> t.finishTask(1, worker, 1, new TaskResult.Succeeded("{}")))
                  .value())
          .isTrue();
      assertThat(
              CatalogHarness.seen(catalog, v -> v.auditEntries(AuditFilter.all()).isEmpty())
                  .value())
          .isTrue();
      var next =
          new NewTask(
              "x",
              "Test",
              "{}",
              ResourceClaims.none(),
              new Actor.LocalUser("anna"),
              Grant.ALL,
              Optional.empty());
      assertThat(CatalogHarness.changed(catalog, t -> t.submitTask(next)).value()).isEqualTo(2);
      assertThat(
              CatalogHarness.seen(catalog, v -> v.auditEntries(AuditFilter.all()).size()).value())
          .isEqualTo(1);
    }
  }

  @Test
  void packagesOfBeforeCountAsNewFromNowOn() throws SQLException, IOException {
    make(3);
    var set = PackageSet.of(3, 5, 70_000);
    try (var connection = connect();
        var statement =
            connection.prepareStatement(
                "insert into package_set (digest, member_count, members) values (?, 3, ?)")) {
      statement.setBytes(1, set.digest().bytes());
      statement.setBytes(2, set.serialize());
      statement.executeUpdate();
    }
    try (var connection = connect();
        var statement =
            connection.prepareStatement(
                "insert into repository values (?, 'r', '', '', '', '', ?, 3, 1)")) {
      statement.setString(1, new UUID(0, 7).toString());
      statement.setBytes(2, set.digest().bytes());
      statement.executeUpdate();
    }
    Instant before = Instant.now().minusSeconds(60);
    try (var catalog = Catalog.open(url(), CatalogHarness.CLOCK)) {
      List<Arrival> arrivals = catalog.read(view -> view.arrivals(new UUID(0, 7)));
      assertThat(arrivals).hasSize(1);
      assertThat(arrivals.getFirst().packages()).isEqualTo(set);
      assertThat(arrivals.getFirst().at()).isBetween(before, Instant.now().plusSeconds(60));
    }
  }

  @Test
  void aSecondOpeningFindsNothingToDo() throws SQLException, IOException {
    make(1);
    for (var i = 0; i < 2; i++) {
      try (var catalog = Catalog.open(url(), CatalogHarness.CLOCK)) {
        assertThat(CatalogHarness.seen(catalog, View::tokens).value()).isEmpty();
      }
    }
  }
}
