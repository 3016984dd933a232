package org.entrepot.service;

import java.util.List;
import java.util.stream.Stream;
import org.entrepot.catalog.View;
import org.entrepot.domain.access.AccessToken;
import org.entrepot.domain.mirror.Mirror;
import org.entrepot.domain.name.ComponentName;
import org.entrepot.domain.name.Distribution;
import org.entrepot.domain.name.MirrorName;
import org.entrepot.domain.name.PublicationPoint;
import org.entrepot.domain.name.RepositoryName;
import org.entrepot.domain.name.ScheduleName;
import org.entrepot.domain.name.SnapshotName;
import org.entrepot.domain.name.TokenName;
import org.entrepot.domain.publication.Publication;
import org.entrepot.domain.repository.Repository;
import org.entrepot.domain.schedule.Schedule;
import org.entrepot.domain.snapshot.Snapshot;

/// Looks objects up by the names that people use, and says in one way what is missing or taken.
public final class Objects {
  private Objects() {}

  /// Refuses defaults that no publication could use; an empty one is none.
  public static void requireUsable(String defaultDistribution, String defaultComponent) {
    if (!defaultDistribution.isEmpty()) {
      var _ = new Distribution(defaultDistribution);
    }
    if (!defaultComponent.isEmpty()) {
      var _ = new ComponentName(defaultComponent);
    }
  }

  /// The repository of that name.
  public static Repository requireRepository(View view, RepositoryName name) {
    return view.findRepository(name)
        .orElseThrow(() ->
            new RepositoryException(
                ErrorCode.REPOSITORY_NOT_FOUND,
                "local repo with name %s not found".formatted(name)));
  }

  /// The mirror of that name.
  public static Mirror requireMirror(View view, MirrorName name) {
    return view.findMirror(name)
        .orElseThrow(() ->
            new RepositoryException(
                ErrorCode.MIRROR_NOT_FOUND, "mirror with name %s not found".formatted(name)));
  }

  /// The snapshot of that name.
  public static Snapshot requireSnapshot(View view, SnapshotName name) {
    return view.findSnapshot(name)
        .orElseThrow(() ->
            new RepositoryException(
                ErrorCode.SNAPSHOT_NOT_FOUND, "snapshot with name %s not found".formatted(name)));
  }

  /// The publication at that point.
  public static Publication requirePublication(View view, PublicationPoint point) {
    return view.findPublication(point)
        .orElseThrow(() ->
            new RepositoryException(
                ErrorCode.PUBLICATION_NOT_FOUND,
                "published repo with storage:prefix/distribution %s not found".formatted(point)));
  }

  /// Refuses a name that another repository has.
  public static void requireFree(View view, RepositoryName name) {
    if (view.findRepository(name).isPresent()) {
      throw new RepositoryException(
          ErrorCode.NAME_TAKEN, "local repo with name %s already exists".formatted(name));
    }
  }

  /// Refuses a name that another mirror has.
  public static void requireFree(View view, MirrorName name) {
    if (view.findMirror(name).isPresent()) {
      throw new RepositoryException(
          ErrorCode.NAME_TAKEN, "mirror with name %s already exists".formatted(name));
    }
  }

  /// Refuses a name that another snapshot has.
  public static void requireFree(View view, SnapshotName name) {
    if (view.findSnapshot(name).isPresent()) {
      throw new RepositoryException(
          ErrorCode.NAME_TAKEN, "snapshot with name %s already exists".formatted(name));
    }
  }

  /// The token of that name.
  public static AccessToken requireToken(View view, TokenName name) {
    return view.findToken(name)
        .orElseThrow(() ->
            new RepositoryException(
                ErrorCode.TOKEN_NOT_FOUND, "token with name %s not found".formatted(name)));
  }

  /// Refuses a name that another token has.
  public static void requireFree(View view, TokenName name) {
    if (view.findToken(name).isPresent()) {
      throw new RepositoryException(
          ErrorCode.NAME_TAKEN,
          "token with name %s already exists; revoke it first with: entrepot token revoke %s"
              .formatted(name, name));
    }
  }

  /// The schedule of that name.
  public static Schedule requireSchedule(View view, ScheduleName name) {
    return view.findSchedule(name)
        .orElseThrow(() ->
            new RepositoryException(
                ErrorCode.SCHEDULE_NOT_FOUND, "schedule with name %s not found".formatted(name)));
  }

  /// Refuses a name that another schedule has.
  public static void requireFree(View view, ScheduleName name) {
    if (view.findSchedule(name).isPresent()) {
      throw new RepositoryException(
          ErrorCode.NAME_TAKEN,
          "schedule with name %s already exists; drop it first with: entrepot schedule drop %s"
              .formatted(name, name));
    }
  }

  /// Refuses, naming the holders, when there are any.
  public static void requireUnused(String what, String why, List<String> holders, String advice) {
    if (!holders.isEmpty()) {
      throw new RepositoryException(
          ErrorCode.IN_USE,
          "%s %s: %s; %s".formatted(what, why, String.join(", ", holders), advice));
    }
  }

  /// Publications, as words.
  public static List<String> publications(Stream<Publication> publications) {
    return publications.map(publication -> publication.point().toString()).sorted().toList();
  }

  /// Snapshots, as words.
  public static List<String> snapshots(Stream<Snapshot> snapshots) {
    return snapshots.map(snapshot -> "[" + snapshot.name() + "]").sorted().toList();
  }
}
