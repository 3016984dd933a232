package org.entrepot.app;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/// What a store should hold, for one worker's objects. Changes return another model; an empty
/// result means that the program must refuse. Numbers stand for identity: what was published from
/// an object stays so under the object's next name.
record StoreModel(
    SortedMap<String, Repository> repositories,
    SortedMap<String, Snapshot> snapshots,
    SortedMap<String, Publication> publications) {

  record Repository(int id, String comment, SortedSet<String> packages) {}

  record Snapshot(int id, int repository, SortedSet<String> packages) {}

  record Publication(boolean ofSnapshot, int source, SortedSet<String> packages) {}

  static StoreModel empty() {
    return new StoreModel(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
  }

  StoreModel withRepository(String name, Repository repository) {
    var changed = new TreeMap<>(repositories);
    changed.put(name, repository);
    return new StoreModel(changed, snapshots, publications);
  }

  private StoreModel withoutRepository(String name) {
    var changed = new TreeMap<>(repositories);
    changed.remove(name);
    return new StoreModel(changed, snapshots, publications);
  }

  private StoreModel withSnapshot(String name, Snapshot snapshot) {
    var changed = new TreeMap<>(snapshots);
    changed.put(name, snapshot);
    return new StoreModel(repositories, changed, publications);
  }

  private StoreModel withoutSnapshot(String name) {
    var changed = new TreeMap<>(snapshots);
    changed.remove(name);
    return new StoreModel(repositories, changed, publications);
  }

  private StoreModel withPublication(String point, Publication publication) {
    var changed = new TreeMap<>(publications);
    changed.put(point, publication);
    return new StoreModel(repositories, snapshots, changed);
  }

  Optional<StoreModel> createRepository(String name, int id) {
    return repositories.containsKey(name)
        ? Optional.empty()
        : Optional.of(withRepository(name, new Repository(id, "", new TreeSet<>())));
  }

  private Optional<StoreModel> editRepository(String name, UnaryOperator<Repository> edit) {
    return Optional.ofNullable(repositories.get(name))
        .map(repository -> withRepository(name, edit.apply(repository)));
  }

  Optional<StoreModel> comment(String name, String comment) {
    return editRepository(name, r -> new Repository(r.id(), comment, r.packages()));
  }

  Optional<StoreModel> add(String name, Collection<String> packages) {
    return editRepository(
        name,
        r -> {
          var all = new TreeSet<>(r.packages());
          all.addAll(packages);
          return new Repository(r.id(), r.comment(), all);
        });
  }

  Optional<StoreModel> remove(String name, Collection<String> packages) {
    return editRepository(
        name,
        r -> {
          var rest = new TreeSet<>(r.packages());
          rest.removeAll(packages);
          return new Repository(r.id(), r.comment(), rest);
        });
  }

  Optional<StoreModel> renameRepository(String from, String to) {
    return repositories.containsKey(to)
        ? Optional.empty()
        : Optional.ofNullable(repositories.get(from))
            .map(repository -> withoutRepository(from).withRepository(to, repository));
  }

  Optional<StoreModel> dropRepository(String name, boolean force) {
    return Optional.ofNullable(repositories.get(name))
        .filter(repository -> !isPublished(false, repository.id()))
        .filter(repository ->
            force || snapshots.values().stream().noneMatch(s -> s.repository() == repository.id()))
        .map(_ -> withoutRepository(name));
  }

  private boolean isPublished(boolean snapshot, int id) {
    return publications.values().stream()
        .anyMatch(p -> p.ofSnapshot() == snapshot && p.source() == id);
  }

  Optional<StoreModel> snapshot(String name, String repository, int id) {
    return snapshots.containsKey(name)
        ? Optional.empty()
        : Optional.ofNullable(repositories.get(repository))
            .map(r -> withSnapshot(name, new Snapshot(id, r.id(), r.packages())));
  }

  Optional<StoreModel> renameSnapshot(String from, String to) {
    return snapshots.containsKey(to)
        ? Optional.empty()
        : Optional.ofNullable(snapshots.get(from))
            .map(snapshot -> withoutSnapshot(from).withSnapshot(to, snapshot));
  }

  Optional<StoreModel> dropSnapshot(String name) {
    return Optional.ofNullable(snapshots.get(name))
        .filter(snapshot -> !isPublished(true, snapshot.id()))
        .map(_ -> withoutSnapshot(name));
  }

  Optional<StoreModel> publishRepository(String point, String name) {
    return publications.containsKey(point)
        ? Optional.empty()
        : Optional.ofNullable(repositories.get(name))
            .map(r -> withPublication(point, new Publication(false, r.id(), r.packages())));
  }

  Optional<StoreModel> publishSnapshot(String point, String name) {
    return publications.containsKey(point)
        ? Optional.empty()
        : Optional.ofNullable(snapshots.get(name))
            .map(s -> withPublication(point, new Publication(true, s.id(), s.packages())));
  }

  Optional<StoreModel> update(String point) {
    return Optional.ofNullable(publications.get(point))
        .map(publication ->
            publication.ofSnapshot()
                ? this
                : withPublication(
                    point,
                    new Publication(
                        false,
                        publication.source(),
                        repositories.values().stream()
                            .filter(r -> r.id() == publication.source())
                            .findFirst()
                            .orElseThrow()
                            .packages())));
  }

  Optional<StoreModel> switchTo(String point, String name) {
    return Optional.ofNullable(publications.get(point))
        .filter(Publication::ofSnapshot)
        .flatMap(_ -> Optional.ofNullable(snapshots.get(name)))
        .map(s -> withPublication(point, new Publication(true, s.id(), s.packages())));
  }

  Optional<StoreModel> dropPublication(String point) {
    if (!publications.containsKey(point)) {
      return Optional.empty();
    }
    var changed = new TreeMap<>(publications);
    changed.remove(point);
    return Optional.of(new StoreModel(repositories, snapshots, changed));
  }

  /// One line for each object, as [ManyProcessesTest] reads them from the program.
  List<String> lines() {
    var lines = new TreeSet<String>();
    repositories.forEach((name, r) -> lines.add(repositoryLine(name, r.comment(), r.packages())));
    snapshots.forEach((name, s) -> lines.add(snapshotLine(name, s.packages())));
    publications.forEach((point, p) ->
        lines.add(
            publicationLine(
                point, p.ofSnapshot() ? "snapshot" : "local", sourceName(p), p.packages())));
    return List.copyOf(lines);
  }

  private String sourceName(Publication publication) {
    return publication.ofSnapshot()
        ? snapshots.entrySet().stream()
            .filter(e -> e.getValue().id() == publication.source())
            .findFirst()
            .map(Map.Entry::getKey)
            .orElse("(dropped)")
        : repositories.entrySet().stream()
            .filter(e -> e.getValue().id() == publication.source())
            .findFirst()
            .map(Map.Entry::getKey)
            .orElse("(dropped)");
  }

  static String repositoryLine(String name, String comment, SortedSet<String> packages) {
    return "repository %s '%s' %s".formatted(name, comment, packages);
  }

  static String snapshotLine(String name, SortedSet<String> packages) {
    return "snapshot %s %s".formatted(name, packages);
  }

  static String publicationLine(
      String point, String kind, String source, SortedSet<String> packages) {
    return "publication %s of %s %s %s".formatted(point, kind, source, packages);
  }
}
