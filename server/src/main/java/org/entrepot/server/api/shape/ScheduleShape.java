package org.entrepot.server.api.shape;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.entrepot.catalog.View;
import org.entrepot.domain.mirror.Trust;
import org.entrepot.domain.schedule.Schedule;
import org.entrepot.domain.schedule.ScheduleRun;
import org.entrepot.service.operation.MirrorOperation.Missing;
import org.entrepot.service.operation.OperationCodec;
import org.entrepot.service.operation.PublicationOperation.Signing;
import org.entrepot.service.operation.Recipe;
import org.jspecify.annotations.Nullable;

/// A schedule.
///
/// @param nextAt when it is due, RFC 3339
/// @param running whether it is being carried out
/// @param snapshot form of the names of its snapshots; empty when it makes none
/// @param publish `[storage:]prefix/distribution`, or empty
/// @param keep how many snapshots stay; 0 for all
/// @param gpgKeys to sign with; empty for the configured ones
/// @param runs the last ones, the newest first
public record ScheduleShape(
    String name,
    String timing,
    boolean paused,
    boolean running,
    String nextAt,
    String mirror,
    String snapshot,
    String publish,
    boolean switchEverywhere,
    int keep,
    boolean skipMissing,
    boolean ignoreSignatures,
    List<String> gpgKeys,
    boolean skipSigning,
    List<Run> runs) {
  /// One run.
  ///
  /// @param endedAt left out while it goes on
  public record Run(
      long number,
      String startedAt,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String endedAt,
      String outcome,
      String detail) {
    static Run of(ScheduleRun run) {
      return new Run(
          run.number(),
          run.startedAt().toString(),
          run.endedAt().map(Instant::toString).orElse(null),
          run.outcome().name(),
          run.detail());
    }
  }

  /// The schedule as it is.
  public static ScheduleShape of(View view, Schedule schedule) {
    Recipe recipe = new OperationCodec().parseRecord(schedule.recipe(), Recipe.class);
    return new ScheduleShape(
        schedule.name().value(),
        schedule.timing().toString(),
        schedule.state() == Schedule.State.PAUSED,
        schedule.runningUntil().isPresent(),
        schedule.nextAt().toString(),
        recipe.mirror().value(),
        recipe.makesSnapshots() ? recipe.snapshotForm() : "",
        recipe.publish().map(Object::toString).orElse(""),
        recipe.everywhere() == Recipe.Everywhere.SWITCH,
        recipe.keep().orElse(0),
        recipe.missing() == Missing.SKIP,
        recipe.signatures().equals(Optional.of(Trust.Signatures.IGNORED)),
        recipe.signing().keys(),
        recipe.signing().mode() == Signing.Mode.SKIP,
        view.scheduleRuns(schedule.id()).stream().map(Run::of).toList());
  }
}
