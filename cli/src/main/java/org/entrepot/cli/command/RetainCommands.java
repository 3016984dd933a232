package org.entrepot.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.entrepot.cli.configuration.ConfigurationException;
import org.entrepot.cli.configuration.RetentionSettings;
import org.entrepot.cli.grammar.Flag;
import org.entrepot.cli.grammar.FlagValues;
import org.entrepot.cli.grammar.Invocation;
import org.entrepot.cli.grammar.Positionals;
import org.entrepot.cli.output.JsonWriter;
import org.entrepot.cli.output.Output;
import org.entrepot.domain.access.NamePattern;
import org.entrepot.domain.name.RepositoryName;
import org.entrepot.domain.repository.Repository;
import org.entrepot.domain.retention.PackagePolicy;
import org.entrepot.domain.retention.SnapshotPlan;
import org.entrepot.domain.retention.SnapshotPolicy;
import org.entrepot.service.ErrorCode;
import org.entrepot.service.RepositoryException;
import org.entrepot.service.operation.Execution;
import org.entrepot.service.operation.OperationResult.RetainedPackages;
import org.entrepot.service.operation.OperationResult.RetainedSnapshots;
import org.entrepot.service.operation.RepositoryOperation.RetainPackages;
import org.entrepot.service.operation.SnapshotOperation.RetainSnapshots;

/// `retain …`: removes what policies do not keep.
final class RetainCommands {
  private static final Flag KEEP_VERSIONS =
      Flag.number(
          "keep-versions",
          1,
          "how many of the newest versions of each name and architecture stay; 0: age alone"
              + " decides");
  private static final Flag KEEP_DAYS =
      Flag.number("keep-days", 0, "what is younger than so many days stays; 0: age is no reason");
  private static final Flag KEEP_PUBLISHED =
      Flag.onOff("keep-published", "what a publication holds stays");
  private static final Flag KEEP_IN_SNAPSHOTS =
      Flag.onOff("keep-in-snapshots", "what a snapshot holds stays");
  private static final Flag PATTERN =
      Flag.text("pattern", "", "names of the snapshots, such as mine-*; required");
  private static final Flag KEEP =
      Flag.number("keep", 1, "how many of the newest ones stay; 0: age alone decides");
  private static final Flag FORCE =
      Flag.onOff("force", "drop snapshots too from which others were made that stay");

  private RetainCommands() {}

  static List<Command> all() {
    return List.of(
        Command.of("retain")
            .purpose("apply every policy of the configuration")
            .flags(RepositoryCommands.DRY_RUN, GlobalFlags.JSON)
            .describes(
                "What a timer runs: first retainSnapshots of the configuration, then"
                    + " retainRepositories, each policy as a task of its own. Names of repositories"
                    + " may be patterns; a repository follows its own name, else the one pattern"
                    + " that it has. A policy that fails does not keep the others from being"
                    + " applied; then the exit code is 1.")
            .examples("retain -dry-run", "retain")
            .failsWith("unable to apply policies", RetainCommands::configured),
        Command.of("retain", "repo")
            .purpose("remove old packages from a local repository")
            .takes(Positionals.exactly(1, "<name>"))
            .flags(
                KEEP_VERSIONS,
                KEEP_DAYS,
                KEEP_PUBLISHED,
                KEEP_IN_SNAPSHOTS,
                RepositoryCommands.DRY_RUN,
                GlobalFlags.JSON)
            .describes(
                "Each flag keeps packages; what none keeps is removed from the repository. Give"
                    + " -keep-versions, -keep-days, or both; with -keep-days alone the newest"
                    + " version stays too, unless -keep-versions=0. Age counts from when a package"
                    + " came into this repository, the last time if it came again. Snapshots and"
                    + " publications do not change, and files stay in the pool until db cleanup"
                    + " finds that nothing holds them. -dry-run tells exactly what would go.")
            .examples(
                "retain repo -dry-run -keep-versions=3 -keep-days=90 mine",
                "retain repo -keep-versions=5 -keep-published -keep-in-snapshots nightly")
            .failsWith("unable to remove old packages", RetainCommands::repository),
        Command.of("retain", "snapshots")
            .purpose("drop old snapshots")
            .flags(PATTERN, KEEP, KEEP_DAYS, FORCE, RepositoryCommands.DRY_RUN, GlobalFlags.JSON)
            .describes(
                "Of the snapshots whose names have the pattern, the newest stay (-keep), and those"
                    + " that are young enough (-keep-days). Give one of the two, or both; with"
                    + " -keep-days alone the newest one stays too, unless -keep=0. What is"
                    + " published, or waits to be, is never dropped; what others were made from"
                    + " that stay, only with -force. All go at once or, if that fails, none.")
            .examples(
                "retain snapshots -dry-run -pattern='mine-*' -keep=10 -keep-days=30",
                "retain snapshots -pattern='nightly-*' -keep-days=14")
            .failsWith("unable to drop old snapshots", RetainCommands::snapshots));
  }

  private static int repository(Invocation invocation, Session session) {
    FlagValues flags = invocation.flags();
    if (!flags.isGiven(KEEP_VERSIONS) && !flags.isGiven(KEEP_DAYS)) {
      throw RepositoryException.invalidRequest(
          "say what stays: -keep-versions=3, -keep-days=90, or both");
    }
    PackagePolicy policy =
        policy(() ->
            new PackagePolicy(
                whole(flags, KEEP_VERSIONS),
                whole(flags, KEEP_DAYS),
                flags.isOn(KEEP_PUBLISHED),
                flags.isOn(KEEP_IN_SNAPSHOTS)));
    var result =
        (RetainedPackages)
            session.run(
                new RetainPackages(
                    new RepositoryName(invocation.positional(0)),
                    policy,
                    RepositoryCommands.execution(invocation)),
                flags.isOn(GlobalFlags.JSON));
    if (flags.isOn(GlobalFlags.JSON)) {
      JsonWriter json = JsonWriter.pretty();
      write(json, result);
      session.output().text(json.finish());
    } else {
      tell(session.output(), result);
      tellDryRun(invocation, session);
    }
    return CommandHandler.OK;
  }

  private static int snapshots(Invocation invocation, Session session) {
    FlagValues flags = invocation.flags();
    if (flags.text(PATTERN).isEmpty()) {
      throw RepositoryException.invalidRequest(
          "say which snapshots: -pattern='mine-*'; every snapshot is -pattern='*'");
    }
    if (!flags.isGiven(KEEP) && !flags.isGiven(KEEP_DAYS)) {
      throw RepositoryException.invalidRequest("say what stays: -keep=10, -keep-days=30, or both");
    }
    SnapshotPolicy policy =
        policy(() ->
            new SnapshotPolicy(
                new NamePattern(flags.text(PATTERN)), whole(flags, KEEP), whole(flags, KEEP_DAYS)));
    var result =
        (RetainedSnapshots)
            session.run(
                new RetainSnapshots(
                    policy,
                    flags.isOn(FORCE) ? SnapshotPlan.Sources.DROP : SnapshotPlan.Sources.KEEP,
                    RepositoryCommands.execution(invocation)),
                flags.isOn(GlobalFlags.JSON));
    if (flags.isOn(GlobalFlags.JSON)) {
      JsonWriter json = JsonWriter.pretty();
      write(json, policy.pattern().text(), result);
      session.output().text(json.finish());
    } else {
      tell(session.output(), policy.pattern().text(), result);
      tellDryRun(invocation, session);
    }
    return CommandHandler.OK;
  }

  private static int whole(FlagValues flags, Flag flag) {
    long value = flags.number(flag);
    if (value != (int) value) {
      throw RepositoryException.invalidRequest("-%s=%d is too large".formatted(flag.name(), value));
    }
    return (int) value;
  }

  private interface Making<T> {
    T make();
  }

  private static <T> T policy(Making<T> making) {
    try {
      return making.make();
    } catch (IllegalArgumentException e) {
      throw new RepositoryException(ErrorCode.INVALID_REQUEST, String.valueOf(e.getMessage()), e);
    }
  }

  private static int configured(Invocation invocation, Session session) {
    RetentionSettings settings = session.configuration().retention();
    if (settings.isEmpty()) {
      throw RepositoryException.invalidRequest(
          "the configuration has no policy: write retainRepositories or retainSnapshots, or use"
              + " retain repo and retain snapshots");
    }
    Execution execution = RepositoryCommands.execution(invocation);
    boolean forPrograms = invocation.flags().isOn(GlobalFlags.JSON);
    var failures = new ArrayList<String>();
    JsonWriter json = JsonWriter.pretty().beginObject().name("Snapshots").beginArray();
    for (SnapshotPolicy policy : settings.snapshots()) {
      attempt(
          "snapshots " + policy.pattern(),
          failures,
          () -> {
            var result =
                (RetainedSnapshots)
                    session.run(
                        new RetainSnapshots(policy, SnapshotPlan.Sources.KEEP, execution),
                        forPrograms);
            if (forPrograms) {
              write(json, policy.pattern().text(), result);
            } else {
              tell(session.output(), policy.pattern().text(), result);
            }
          });
    }
    json.endArray().name("Repositories").beginArray();
    List<RepositoryName> repositories =
        session.store().view(view -> view.repositories().stream().map(Repository::name).toList());
    settings
        .namesWithout(repositories)
        .forEach(name ->
            failures.add("local repo with name %s not found, which has a policy".formatted(name)));
    for (RepositoryName name : repositories) {
      attempt(
          "local repo " + name,
          failures,
          () ->
              settings
                  .findPolicy(name)
                  .ifPresent(policy -> {
                    var result =
                        (RetainedPackages)
                            session.run(new RetainPackages(name, policy, execution), forPrograms);
                    if (forPrograms) {
                      write(json, result);
                    } else {
                      tell(session.output(), result);
                    }
                  }));
    }
    json.endArray().member("Failures", failures).endObject();
    if (forPrograms) {
      session.output().text(json.finish());
    } else {
      tellDryRun(invocation, session);
    }
    failures.forEach(session.output()::error);
    return failures.isEmpty() ? CommandHandler.OK : CommandHandler.FAILED;
  }

  private static void attempt(String what, List<String> failures, Runnable action) {
    try {
      action.run();
    } catch (ConfigurationException e) {
      failures.add(what + ": " + e.getMessage());
    } catch (RuntimeException e) {
      failures.add(what + ": " + FailureText.of("retain", e));
    }
  }

  private static void tellDryRun(Invocation invocation, Session session) {
    if (invocation.flags().isOn(RepositoryCommands.DRY_RUN)) {
      session.output().message("Nothing was changed, as dry run has been requested.");
    }
  }

  private static void tell(Output output, RetainedPackages result) {
    output.message(
        "Local repo %s: %d packages removed, %d kept (%d as newest versions, %d by age, %d as published, %d in snapshots)."
            .formatted(
                result.repository(),
                result.removed().size(),
                result.kept(),
                result.newest(),
                result.recent(),
                result.published(),
                result.inSnapshots()));
  }

  private static void tell(Output output, String pattern, RetainedSnapshots result) {
    long dropped =
        result.snapshots().stream()
            .filter(each -> each.fate() == SnapshotPlan.Fate.DROPPED)
            .count();
    for (RetainedSnapshots.Verdict each : result.snapshots()) {
      switch (each.fate()) {
        case PUBLISHED ->
            output.message(
                "  %s stays: published as %s"
                    .formatted(each.name(), String.join(", ", each.holders())));
        case SOURCE ->
            output.message(
                "  %s stays: %s made from it"
                    .formatted(
                        each.name(),
                        String.join(", ", each.holders())
                            + (each.holders().size() == 1 ? " was" : " were")));
        case DROPPED, NEWEST, RECENT -> {}
      }
    }
    output.message(
        "Snapshots %s: %d dropped, %d kept."
            .formatted(pattern, dropped, result.snapshots().size() - dropped));
  }

  private static void write(JsonWriter json, RetainedPackages result) {
    json.beginObject()
        .member("Repository", result.repository().value())
        .name("Removed")
        .beginArray();
    for (RetainedPackages.Removed each : result.removed()) {
      json.beginObject().member("Name", each.name()).member("Key", each.key());
      each.addedAt().ifPresent(at -> json.member("AddedAt", at));
      json.endObject();
    }
    json.endArray()
        .member("Kept", result.kept())
        .member("Newest", result.newest())
        .member("Recent", result.recent())
        .member("Published", result.published())
        .member("InSnapshots", result.inSnapshots())
        .endObject();
  }

  private static void write(JsonWriter json, String pattern, RetainedSnapshots result) {
    json.beginObject().member("Pattern", pattern).name("Snapshots").beginArray();
    for (RetainedSnapshots.Verdict each : result.snapshots()) {
      json.beginObject()
          .member("Name", each.name())
          .member("CreatedAt", each.createdAt())
          .member("Fate", each.fate().name().toLowerCase(Locale.ROOT))
          .member("Holders", each.holders())
          .endObject();
    }
    json.endArray().endObject();
  }
}
