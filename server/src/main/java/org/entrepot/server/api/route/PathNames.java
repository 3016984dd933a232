package org.entrepot.server.api.route;

import org.entrepot.domain.name.InvalidNameException;
import org.entrepot.domain.name.MirrorName;
import org.entrepot.domain.name.RepositoryName;
import org.entrepot.domain.name.SnapshotName;
import org.entrepot.service.ErrorCode;
import org.entrepot.service.RepositoryException;

/// Names of objects from paths. A name that no object can have is the name of none: 404.
public final class PathNames {
  private PathNames() {}

  /// The repository that a variable of the path names.
  public static RepositoryName repository(Call call, String variable) {
    String name = call.path(variable);
    try {
      return new RepositoryName(name);
    } catch (InvalidNameException e) {
      throw new RepositoryException(
          ErrorCode.REPOSITORY_NOT_FOUND, "local repo with name %s not found".formatted(name), e);
    }
  }

  /// The mirror that a variable of the path names.
  public static MirrorName mirror(Call call, String variable) {
    String name = call.path(variable);
    try {
      return new MirrorName(name);
    } catch (InvalidNameException e) {
      throw new RepositoryException(
          ErrorCode.MIRROR_NOT_FOUND, "mirror with name %s not found".formatted(name), e);
    }
  }

  /// The snapshot that a variable of the path names.
  public static SnapshotName snapshot(Call call, String variable) {
    String name = call.path(variable);
    try {
      return new SnapshotName(name);
    } catch (InvalidNameException e) {
      throw new RepositoryException(
          ErrorCode.SNAPSHOT_NOT_FOUND, "snapshot with name %s not found".formatted(name), e);
    }
  }
}
