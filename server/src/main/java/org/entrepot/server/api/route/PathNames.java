package org.entrepot.server.api.route;

import java.util.function.Function;
import org.entrepot.domain.name.InvalidNameException;
import org.entrepot.domain.name.MirrorName;
import org.entrepot.domain.name.RepositoryName;
import org.entrepot.domain.name.SnapshotName;
import org.entrepot.service.ErrorCode;
import org.entrepot.service.RepositoryException;

/// Names of objects that have to be there, from paths and bodies. A name that no object can have is
/// the name of none: 404.
public final class PathNames {
  private PathNames() {}

  /// The repository that a variable of the path names.
  public static RepositoryName repository(Call call, String variable) {
    return repository(call.path(variable));
  }

  /// The repository of that name.
  public static RepositoryName repository(String name) {
    return named(
        name, RepositoryName::new, ErrorCode.REPOSITORY_NOT_FOUND, "local repo with name %s");
  }

  /// The mirror that a variable of the path names.
  public static MirrorName mirror(Call call, String variable) {
    return named(
        call.path(variable), MirrorName::new, ErrorCode.MIRROR_NOT_FOUND, "mirror with name %s");
  }

  /// The snapshot that a variable of the path names.
  public static SnapshotName snapshot(Call call, String variable) {
    return snapshot(call.path(variable));
  }

  /// The snapshot of that name.
  public static SnapshotName snapshot(String name) {
    return named(name, SnapshotName::new, ErrorCode.SNAPSHOT_NOT_FOUND, "snapshot with name %s");
  }

  private static <N> N named(String name, Function<String, N> make, ErrorCode code, String what) {
    try {
      return make.apply(name);
    } catch (InvalidNameException e) {
      throw new RepositoryException(code, what.formatted(name) + " not found", e);
    }
  }
}
