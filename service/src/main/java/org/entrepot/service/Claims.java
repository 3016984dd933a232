package org.entrepot.service;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.entrepot.catalog.View;
import org.entrepot.domain.name.MirrorName;
import org.entrepot.domain.name.Prefix;
import org.entrepot.domain.name.PublicationPoint;
import org.entrepot.domain.name.RepositoryName;
import org.entrepot.domain.name.ScheduleName;
import org.entrepot.domain.name.SnapshotName;
import org.entrepot.domain.name.StorageName;
import org.entrepot.domain.name.TokenName;
import org.entrepot.domain.task.Access;
import org.entrepot.domain.task.ObjectKind;
import org.entrepot.domain.task.Resource;
import org.entrepot.domain.task.ResourceClaim;
import org.entrepot.domain.task.ResourceClaims;

/// Collects what an operation reads and changes. An object is claimed by its name (so that nobody
/// gives the name to another) and, when it is there, by its id. Not for several threads.
public final class Claims {
  private final View view;
  private final List<ResourceClaim> claims = new ArrayList<>();

  /// Claims as of the instant of this view.
  public Claims(View view) {
    this.view = view;
  }

  /// Reads a repository.
  public Claims reads(RepositoryName name) {
    return repository(name, Access.SHARED, Access.SHARED);
  }

  /// Changes the packages or attributes of a repository, not its name.
  public Claims changes(RepositoryName name) {
    return repository(name, Access.SHARED, Access.EXCLUSIVE);
  }

  /// Gives or takes away the name of a repository.
  public Claims renames(RepositoryName name) {
    return repository(name, Access.EXCLUSIVE, Access.EXCLUSIVE);
  }

  /// Reads a mirror.
  public Claims reads(MirrorName name) {
    return mirror(name, Access.SHARED, Access.SHARED);
  }

  /// Changes the packages or attributes of a mirror, not its name.
  public Claims changes(MirrorName name) {
    return mirror(name, Access.SHARED, Access.EXCLUSIVE);
  }

  /// Gives or takes away the name of a mirror.
  public Claims renames(MirrorName name) {
    return mirror(name, Access.EXCLUSIVE, Access.EXCLUSIVE);
  }

  /// Reads a snapshot.
  public Claims reads(SnapshotName name) {
    return snapshot(name, Access.SHARED, Access.SHARED);
  }

  /// Gives or takes away the name of a snapshot.
  public Claims renames(SnapshotName name) {
    return snapshot(name, Access.EXCLUSIVE, Access.EXCLUSIVE);
  }

  /// Gives or takes away the name of a token.
  public Claims renames(TokenName name) {
    return add(new Resource.NamedObject(ObjectKind.TOKEN, name.value()), Access.EXCLUSIVE);
  }

  /// Gives or takes away the name of a schedule, or changes it.
  public Claims renames(ScheduleName name) {
    return add(new Resource.NamedObject(ObjectKind.SCHEDULE, name.value()), Access.EXCLUSIVE);
  }

  /// Reads an object that is known by its id.
  public Claims readsObject(ObjectKind kind, UUID id) {
    return add(new Resource.ObjectId(kind, id), Access.SHARED);
  }

  /// Changes what apt clients read at a point, and the pool of its prefix.
  public Claims publishes(PublicationPoint point) {
    return add(new Resource.PublicationResource(point), Access.EXCLUSIVE)
        .add(new Resource.PublishedPool(point.storage(), point.prefix()), Access.EXCLUSIVE)
        .usesPackages();
  }

  /// Reads what clients read below a prefix, so that nobody changes it meanwhile.
  public Claims readsPublished(StorageName storage, Prefix prefix) {
    return add(new Resource.PublishedPool(storage, prefix), Access.SHARED);
  }

  /// Changes the record of a publication only.
  public Claims edits(PublicationPoint point) {
    return add(new Resource.PublicationResource(point), Access.EXCLUSIVE);
  }

  /// Adds packages or files of the pool, or needs that none vanishes.
  public Claims usesPackages() {
    return add(new Resource.PackagePool(), Access.SHARED);
  }

  /// Reads a file outside the store, or a directory with all that is below it.
  public Claims reads(Path path) {
    return add(sourcePath(path), Access.SHARED);
  }

  /// Reads and removes a file outside the store, or a directory with all that is below it.
  public Claims takes(Path path) {
    return add(sourcePath(path), Access.EXCLUSIVE);
  }

  /// One path for one file, whichever symbolic links lead there; a missing one leads nowhere.
  private static Resource sourcePath(Path path) {
    Path absolute = path.toAbsolutePath().normalize();
    try {
      return new Resource.SourcePath(absolute.toRealPath().toString());
    } catch (IOException _) {
      return new Resource.SourcePath(absolute.toString());
    }
  }

  /// Excludes everything else.
  public Claims everything() {
    return add(new Resource.Everything(), Access.EXCLUSIVE);
  }

  /// What was collected.
  public ResourceClaims build() {
    return ResourceClaims.of(claims);
  }

  private Claims repository(RepositoryName name, Access ofName, Access ofObject) {
    add(new Resource.NamedObject(ObjectKind.REPOSITORY, name.value()), ofName);
    view.findRepository(name)
        .ifPresent(
            found -> add(new Resource.ObjectId(ObjectKind.REPOSITORY, found.id()), ofObject));
    return this;
  }

  private Claims mirror(MirrorName name, Access ofName, Access ofObject) {
    add(new Resource.NamedObject(ObjectKind.MIRROR, name.value()), ofName);
    view.findMirror(name)
        .ifPresent(found -> add(new Resource.ObjectId(ObjectKind.MIRROR, found.id()), ofObject));
    return this;
  }

  private Claims snapshot(SnapshotName name, Access ofName, Access ofObject) {
    add(new Resource.NamedObject(ObjectKind.SNAPSHOT, name.value()), ofName);
    view.findSnapshot(name)
        .ifPresent(found -> add(new Resource.ObjectId(ObjectKind.SNAPSHOT, found.id()), ofObject));
    return this;
  }

  private Claims add(Resource resource, Access access) {
    claims.add(new ResourceClaim(resource, access));
    return this;
  }
}
