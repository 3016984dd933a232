package org.entrepot.app;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;

/// A command line with what it must do to a [StoreModel].
record RandomChange(List<String> words, Function<StoreModel, Optional<StoreModel>> effect) {
  static final String SHARED = "shared";

  private static RandomChange of(
      Function<StoreModel, Optional<StoreModel>> effect, String... words) {
    return new RandomChange(List.of(words), effect);
  }

  /// Mostly a change that is possible in this state, to objects of one worker or to the shared
  /// repository.
  ///
  /// @param id a number that no other change has
  /// @param common packages (display name to file) that all workers use
  /// @param own packages that only this worker uses
  static RandomChange next(
      Random random,
      int worker,
      int id,
      StoreModel state,
      Map<String, Path> common,
      Map<String, Path> own) {
    String w = "w" + worker + "-";
    var repositories = new ArrayList<>(state.repositories().keySet());
    repositories.remove(SHARED);
    String freshRepository = w + "r" + random.nextInt(5);
    String freshSnapshot = w + "s" + random.nextInt(6);
    if (repositories.isEmpty()) {
      return create(freshRepository, id);
    }
    String repository = pick(random, repositories, freshRepository);
    String snapshot = pick(random, state.snapshots().keySet(), freshSnapshot);
    int point = random.nextInt(3);
    String prefix = point == 1 ? "." : "team/a";
    String distribution = "d" + worker + "-" + point;
    String full = prefix + "/" + distribution;
    return switch (random.nextInt(22)) {
      case 0 -> create(freshRepository, id);
      case 1 ->
          of(s -> s.comment(repository, "c" + id), "repo", "edit", "-comment=c" + id, repository);
      case 2 ->
          of(
              s -> s.renameRepository(repository, freshRepository),
              "repo",
              "rename",
              repository,
              freshRepository);
      case 3 -> {
        boolean force = random.nextBoolean();
        yield of(
            s -> s.dropRepository(repository, force),
            "repo",
            "drop",
            "-force=" + force,
            repository);
      }
      case 4, 5, 6, 7 -> {
        Map<String, Path> chosen = random.nextInt(3) == 0 ? own : common;
        yield add(repository, some(random, chosen.keySet()), chosen);
      }
      case 8, 9 -> {
        List<String> gone = some(random, common.keySet());
        yield remove(repository, gone);
      }
      case 10 -> add(SHARED, some(random, own.keySet()), own);
      case 11 -> remove(SHARED, some(random, own.keySet()));
      case 12, 13 ->
          of(
              s -> s.snapshot(freshSnapshot, repository, id),
              "snapshot",
              "create",
              freshSnapshot,
              "from",
              "repo",
              repository);
      case 14 -> of(s -> s.dropSnapshot(snapshot), "snapshot", "drop", snapshot);
      case 15 ->
          of(
              s -> s.renameSnapshot(snapshot, freshSnapshot),
              "snapshot",
              "rename",
              snapshot,
              freshSnapshot);
      case 16, 17 -> {
        boolean ofSnapshot = !state.snapshots().isEmpty() && random.nextBoolean();
        yield of(
            s ->
                ofSnapshot
                    ? s.publishSnapshot(full, snapshot)
                    : s.publishRepository(full, repository),
            "-architectures=amd64",
            "publish",
            ofSnapshot ? "snapshot" : "repo",
            "-skip-signing",
            "-distribution=" + distribution,
            ofSnapshot ? snapshot : repository,
            prefix);
      }
      case 18 ->
          of(s -> s.update(full), "publish", "update", "-skip-signing", distribution, prefix);
      case 19 ->
          of(
              s -> s.switchTo(full, snapshot),
              "publish",
              "switch",
              "-skip-signing",
              distribution,
              prefix,
              snapshot);
      case 20 -> of(s -> s.dropPublication(full), "publish", "drop", distribution, prefix);
      default -> of(Optional::of, "db", "cleanup");
    };
  }

  private static RandomChange create(String name, int id) {
    return of(s -> s.createRepository(name, id), "repo", "create", name);
  }

  private static RandomChange add(
      String repository, List<String> packages, Map<String, Path> files) {
    var words = new ArrayList<>(List.of("repo", "add", repository));
    packages.forEach(name -> words.add(String.valueOf(files.get(name))));
    return new RandomChange(List.copyOf(words), s -> s.add(repository, packages));
  }

  private static RandomChange remove(String repository, List<String> packages) {
    String query =
        String.join(
            " | ", packages.stream().map(name -> name.substring(0, name.indexOf('_'))).toList());
    return of(s -> s.remove(repository, packages), "repo", "remove", repository, query);
  }

  private static List<String> some(Random random, Collection<String> from) {
    var all = new ArrayList<>(from);
    var chosen = new ArrayList<String>();
    for (int n = 1 + random.nextInt(3); n > 0; n--) {
      chosen.add(all.remove(random.nextInt(all.size())));
    }
    return List.copyOf(chosen);
  }

  private static String pick(Random random, Collection<String> present, String other) {
    return present.isEmpty() || random.nextInt(12) == 0
        ? other
        : List.copyOf(present).get(random.nextInt(present.size()));
  }
}
