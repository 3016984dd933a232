package org.entrepot.app.torture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.entrepot.app.ServerProcess;
import org.entrepot.app.torture.NameHistory.Reply;
import org.entrepot.app.torture.NameHistory.Request;

/// A user of the command line: one process after the other, some of which are killed.
final class CliActor implements Runnable {
  private static final long STUCK_SECONDS = 150;
  private static final int KILL_ONE_OF = 6;

  private final World world;
  private final Random random;
  private final String name;

  CliActor(World world, int number, long seed) {
    this.world = world;
    this.random = new Random(seed);
    this.name = "cli" + number;
  }

  /// @param exitCode -1 when it was killed
  private record Ended(int exitCode, String told, Span span) {}

  @Override
  public void run() {
    while (!world.isStopped()) {
      try {
        step();
        Thread.sleep(random.nextInt(2000)); // people think; and processes take all the processors
      } catch (IOException e) {
        world.violation(name + ": " + e);
      } catch (InterruptedException _) {
        return;
      }
    }
  }

  private String repository() {
    return World.REPOSITORIES.get(random.nextInt(World.REPOSITORIES.size()));
  }

  private void step() throws IOException, InterruptedException {
    switch (random.nextInt(8)) {
      case 0, 1 -> add(repository());
      case 2 -> race("x", List.of("repo", "create"), List.of(), List.of("repo", "drop"));
      case 3 ->
          race(
              "s",
              List.of("snapshot", "create"),
              List.of("from", "repo", "r0"),
              List.of("snapshot", "drop"));
      case 4 -> update(repository());
      case 5 -> comment(repository());
      case 6 -> read(repository());
      default -> cleanUp();
    }
  }

  private void add(String repository) throws IOException, InterruptedException {
    String packageName = world.uniqueName(name);
    Path file = world.home().resolve("incoming-" + name).resolve(packageName + "_1_amd64.deb");
    Files.createDirectories(file.getParent());
    Files.write(file, World.deb(packageName));
    Ended ended = run(true, List.of("repo", "add", "-remove-files", repository, file.toString()));
    world.members(repository).added(packageName, ended.span());
    if (expect(ended) && Files.exists(file)) {
      world.violation(name + ": " + file + " was imported and is still there");
    }
    Files.deleteIfExists(file);
  }

  private void race(String kind, List<String> create, List<String> from, List<String> drop)
      throws IOException, InterruptedException {
    String object = world.racedName(kind, random.nextInt(100));
    boolean creating = random.nextBoolean();
    var words = new ArrayList<>(creating ? create : drop);
    words.add(object);
    if (creating) {
      words.addAll(from);
    }
    Ended ended = run(true, words);
    Reply reply =
        switch (ended.exitCode()) {
          case 0 -> Reply.YES;
          case -1 -> Reply.NONE;
          default -> Reply.NO;
        };
    if (reply == Reply.NO && !ended.told().contains(creating ? "already exists" : "not found")) {
      world.violation(name + ": " + ended.told());
      return;
    }
    world.count(reply == Reply.YES ? "done" : reply == Reply.NO ? "refused" : "killed");
    world
        .name(kind, object)
        .add(creating ? Request.CREATE : Request.DROP, reply, ended.span(), name);
  }

  private void update(String repository) throws IOException, InterruptedException {
    Ended ended = run(true, List.of("publish", "update", "-skip-signing", "d-" + repository));
    if (expect(ended)) {
      world.members(repository).updated(ended.span());
    }
  }

  private void comment(String repository) throws IOException, InterruptedException {
    String text = world.uniqueName("comment");
    Ended ended = run(true, List.of("repo", "edit", "-comment=" + text, repository));
    world.comment(repository).wrote(text, ended.span());
    expect(ended);
  }

  private void read(String repository) throws IOException, InterruptedException {
    Ended ended = run(false, List.of("repo", "show", "-with-packages", repository));
    if (expect(ended)) {
      List<String> names =
          ended
              .told()
              .lines()
              .dropWhile(line -> !line.equals("Packages:"))
              .skip(1)
              .map(line -> line.strip().split("_", 2)[0])
              .toList();
      world.members(repository).read(names, ended.span(), name);
      world
          .comment(repository)
          .read(
              ended
                  .told()
                  .lines()
                  .filter(line -> line.startsWith("Comment:"))
                  .map(line -> line.substring(8).strip())
                  .findFirst()
                  .orElse("?"),
              ended.span(),
              name);
    }
  }

  private void cleanUp() throws IOException, InterruptedException {
    expect(run(true, List.of("db", "cleanup")));
  }

  private boolean expect(Ended ended) {
    if (ended.exitCode() == -1) {
      world.count("killed");
      return false;
    }
    if (ended.exitCode() != 0) {
      world.violation(name + ": " + ended.told());
      return false;
    }
    world.count("done");
    return true;
  }

  private Ended run(boolean mayBeKilled, List<String> words)
      throws IOException, InterruptedException {
    Path told = world.home().resolve(name + ".told");
    long begin = System.nanoTime();
    Process process =
        ServerProcess.program(world.home(), words)
            .redirectErrorStream(true)
            .redirectOutput(told.toFile())
            .start();
    process.getOutputStream().close();
    if (mayBeKilled && random.nextInt(KILL_ONE_OF) == 0) {
      boolean _ = process.waitFor(500 + random.nextInt(4000), TimeUnit.MILLISECONDS);
    } else if (!process.waitFor(STUCK_SECONDS, TimeUnit.SECONDS)) {
      world.violation(name + ": " + words + " did not end");
    }
    process.toHandle().destroyForcibly();
    int exitCode = process.waitFor();
    String text = words + ": " + Files.readString(told);
    if (exitCode == 0 || exitCode == 1) {
      return new Ended(exitCode, text, new Span(begin, System.nanoTime()));
    }
    if (exitCode != 128 + 9) {
      world.violation("%s: exit code %d of %s".formatted(name, exitCode, text));
    }
    return new Ended(-1, text, Span.unanswered(begin));
  }
}
