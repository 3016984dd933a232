package org.entrepot.server.api.shape;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.entrepot.catalog.View;
import org.entrepot.domain.mirror.Mirror;
import org.entrepot.domain.mirror.MirrorPart;
import org.entrepot.domain.mirror.Selection;
import org.entrepot.domain.mirror.SkippedCheck;
import org.entrepot.service.mirror.RunningUpdate;
import org.entrepot.service.operation.OperationResult.MirrorFacts;
import org.jspecify.annotations.Nullable;

/// A mirror.
///
/// @param components null for flat archives
/// @param lastDownloadDate RFC 3339; the first instant of year 1 before the first update
/// @param status 1 while it is being updated
/// @param workerPid the process that updates it, or 0
/// @param asIs left out when it is false
/// @param translations left out when they are the usual ones
/// @param numPackages in lists only
public record MirrorShape(
    @JsonProperty("UUID") String uuid,
    String name,
    String archiveRoot,
    String distribution,
    @Nullable List<String> components,
    List<String> architectures,
    Map<String, String> meta,
    String lastDownloadDate,
    String filter,
    int status,
    @JsonProperty("WorkerPID") long workerPid,
    boolean filterWithDeps,
    boolean skipComponentCheck,
    boolean skipArchitectureCheck,
    boolean downloadSources,
    boolean downloadUdebs,
    boolean downloadInstaller,
    boolean downloadAppStream,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean asIs,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<String> translations,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer numPackages) {
  private static final Instant NEVER = Instant.parse("0001-01-01T00:00:00Z");

  /// The mirror as a task left it.
  public static MirrorShape of(MirrorFacts facts) {
    return of(facts, Optional.empty(), null);
  }

  /// The mirror as it is.
  public static MirrorShape of(View view, Mirror mirror) {
    return of(MirrorFacts.of(mirror), RunningUpdate.find(view, mirror.id()), null);
  }

  /// The mirror in a list.
  public static MirrorShape listed(View view, Mirror mirror) {
    return of(
        MirrorFacts.of(mirror),
        RunningUpdate.find(view, mirror.id()),
        mirror.state().packageCount());
  }

  private static MirrorShape of(
      MirrorFacts facts, Optional<RunningUpdate> update, @Nullable Integer count) {
    Selection selection = facts.selection();
    return new MirrorShape(
        facts.id().toString(),
        facts.name(),
        facts.upstream().root().value(),
        facts.upstream().distribution(),
        facts.upstream().isFlat() ? null : facts.upstream().components(),
        facts.upstream().architectures(),
        facts.meta(),
        facts.lastDownload().orElse(NEVER).toString(),
        selection.filter(),
        update.isPresent() ? 1 : 0,
        update.map(RunningUpdate::processId).orElse(0L),
        selection.withDependencies(),
        selection.skips(SkippedCheck.COMPONENTS),
        selection.skips(SkippedCheck.ARCHITECTURES),
        selection.has(MirrorPart.SOURCES),
        selection.has(MirrorPart.UDEBS),
        selection.has(MirrorPart.INSTALLER),
        selection.has(MirrorPart.APPSTREAM),
        selection.has(MirrorPart.AS_IS),
        selection.hasUsualTranslations() ? null : selection.translations(),
        count);
  }
}
