package org.entrepot.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.entrepot.catalog.View;
import org.entrepot.cli.grammar.Flag;
import org.entrepot.cli.grammar.FlagValues;
import org.entrepot.cli.grammar.Invocation;
import org.entrepot.cli.grammar.Positionals;
import org.entrepot.cli.output.JsonWriter;
import org.entrepot.cli.output.Output;
import org.entrepot.domain.mirror.Trust;
import org.entrepot.domain.name.InvalidNameException;
import org.entrepot.domain.name.MirrorName;
import org.entrepot.domain.name.PublicationPoint;
import org.entrepot.domain.name.ScheduleName;
import org.entrepot.domain.schedule.Schedule;
import org.entrepot.domain.schedule.ScheduleRun;
import org.entrepot.domain.schedule.Timing;
import org.entrepot.service.ErrorCode;
import org.entrepot.service.Objects;
import org.entrepot.service.RepositoryException;
import org.entrepot.service.Secrets;
import org.entrepot.service.operation.MirrorOperation.Missing;
import org.entrepot.service.operation.OperationCodec;
import org.entrepot.service.operation.PublicationOperation.Signing;
import org.entrepot.service.operation.Recipe;
import org.entrepot.service.operation.ScheduleOperation;
import org.entrepot.service.operation.ScheduleOperation.AddSchedule;
import org.entrepot.service.operation.ScheduleOperation.DropSchedule;
import org.entrepot.service.operation.ScheduleOperation.PauseSchedule;
import org.entrepot.service.operation.ScheduleOperation.ResumeSchedule;
import org.entrepot.service.schedule.ScheduleRunner.Ran;

/// `schedule …`: mirrors that are brought up to date, frozen and published by themselves.
final class ScheduleCommands {
  private static final Flag JSON = GlobalFlags.JSON;
  private static final Flag EVERY = Flag.text("every", "", "again after so long: 30m, 6h, 1d, 2w");
  private static final Flag AT =
      Flag.text("at", "", "at times such as '03:00' or 'Mon..Fri 03:00,15:30 Europe/Berlin'; UTC");
  private static final Flag MIRROR = Flag.text("mirror", "", "the mirror to update");
  private static final Flag SNAPSHOT =
      Flag.text(
          "snapshot", "", "make snapshots named so, with {{date}}, {{time}} or {{datetime}} in it");
  private static final Flag PUBLISH =
      Flag.text("publish", "", "publish the snapshot as [storage:]prefix/distribution");
  private static final Flag SWITCH =
      Flag.onOff("switch", "switch every publication that shows the mirror");
  private static final Flag KEEP =
      Flag.number("keep", 0, "how many of its snapshots stay; 0: all of them");
  private static final Flag SKIP_MISSING =
      Flag.onOff("skip-missing", "go without packages whose files cannot be had");
  private static final Flag IGNORE_SIGNATURES =
      Flag.onOff("ignore-signatures", "do not check the signature of the Release file");
  private static final Flag GPG_KEY =
      Flag.list("gpg-key", "key to sign with; may be repeated; default: the configured ones");
  private static final Flag SKIP_SIGNING =
      Flag.onOff("skip-signing", "do not sign the Release files");
  private static final Flag DUE = Flag.onOff("due", "all that are due, for a timer of the system");

  private ScheduleCommands() {}

  static List<Command> all() {
    return List.of(
        Command.of("schedule", "add")
            .purpose("update a mirror again and again")
            .takes(Positionals.exactly(1, "<name>"))
            .flags(
                EVERY,
                AT,
                MIRROR,
                SNAPSHOT,
                PUBLISH,
                SWITCH,
                KEEP,
                SKIP_MISSING,
                IGNORE_SIGNATURES,
                GPG_KEY,
                SKIP_SIGNING,
                JSON)
            .describes(
                "Give -mirror, and either -every or -at. Servers (api serve) carry it out,"
                    + " whichever comes first; without one, let a timer of the system call schedule"
                    + " run -due. When the mirror has changed, a snapshot is made and published or"
                    + " switched, as asked; when nothing has changed, nothing is published. A run"
                    + " that failed does not keep later ones from coming, and the next one does"
                    + " what is missing. Times that were missed are made up for once. Keys need no"
                    + " passphrase, or gpg-agent has it.")
            .examples(
                "schedule add -every=6h -mirror=web -publish=debian/trixie -keep=10 web",
                "schedule add -at='Mon..Fri 03:00 Europe/Berlin' -mirror=web"
                    + " -snapshot='web-{{date}}' -switch nightly")
            .failsWith("unable to add the schedule", ScheduleCommands::add),
        Command.of("schedule", "list")
            .purpose("list schedules")
            .flags(JSON)
            .describes("When each is due next, and how its last run went.")
            .examples("schedule list")
            .failsWith("unable to list", ScheduleCommands::list),
        Command.of("schedule", "show")
            .purpose("show a schedule with its last runs")
            .takes(Positionals.exactly(1, "<name>"))
            .flags(JSON)
            .describes("The steps of each run are tasks too; see task list and audit list.")
            .examples("schedule show nightly")
            .failsWith("unable to show", ScheduleCommands::show),
        Command.of("schedule", "run")
            .purpose("carry a schedule out now")
            .takes(Positionals.between(0, 1, "[<name>]"))
            .flags(DUE, JSON)
            .describes(
                "With a name, whether or not it is due or paused. With -due, all that are due: what"
                    + " cron or a systemd timer calls where no server runs. The exit code is 1 when"
                    + " a run failed.")
            .examples("schedule run nightly", "schedule run -due")
            .failsWith("unable to carry out", ScheduleCommands::run),
        change("pause", "let a schedule not count for a while", "paused", PauseSchedule::new),
        change("resume", "let a schedule count again", "resumed", ResumeSchedule::new),
        change("drop", "delete a schedule", "dropped", DropSchedule::new));
  }

  private interface Change {
    ScheduleOperation of(ScheduleName name);
  }

  private static Command change(String word, String purpose, String done, Change change) {
    return Command.of("schedule", word)
        .purpose(purpose)
        .takes(Positionals.exactly(1, "<name>"))
        .flags(JSON)
        .describes("A run that goes on ends as usual.")
        .examples("schedule %s nightly".formatted(word))
        .failsWith(
            "unable to " + word,
            (invocation, session) -> {
              var name = new ScheduleName(invocation.positional(0));
              session.runQuietly(change.of(name), Secrets.NONE);
              return RepositoryCommands.done(
                  invocation, session, "Schedule %s has been %s.".formatted(name, done));
            });
  }

  private static int add(Invocation invocation, Session session) {
    FlagValues flags = invocation.flags();
    var name = new ScheduleName(invocation.positional(0));
    if (flags.text(MIRROR).isEmpty()) {
      throw RepositoryException.invalidRequest("say which mirror is updated: -mirror=NAME");
    }
    session.runQuietly(
        new AddSchedule(name, timing(flags).toString(), recipe(flags)), Secrets.NONE);
    if (flags.isOn(JSON)) {
      tell(session, name);
    } else {
      Schedule made = session.store().view(view -> Objects.requireSchedule(view, name));
      session
          .output()
          .line(
              "Schedule %s has been added: %s, first on %s."
                  .formatted(name, made.timing(), Shapes.time(made.nextAt())));
    }
    return CommandHandler.OK;
  }

  private static Timing timing(FlagValues flags) {
    boolean every = !flags.text(EVERY).isEmpty();
    if (every == !flags.text(AT).isEmpty()) {
      throw RepositoryException.invalidRequest(
          "say when: either -every=6h or -at='Mon..Fri 03:00'");
    }
    return every ? Timing.every(flags.text(EVERY)) : Timing.at(flags.text(AT));
  }

  private static Recipe recipe(FlagValues flags) {
    long keep = flags.number(KEEP);
    if (flags.isGiven(KEEP) && (keep < 0 || keep > 1_000_000)) {
      throw RepositoryException.invalidRequest(
          "-keep=%d is no number of snapshots".formatted(keep));
    }
    return new Recipe(
        new MirrorName(flags.text(MIRROR)),
        Optional.of(flags.text(SNAPSHOT)).filter(it -> !it.isEmpty()),
        Optional.of(flags.text(PUBLISH)).filter(it -> !it.isEmpty()).map(PublicationPoint::of),
        flags.isOn(SWITCH) ? Recipe.Everywhere.SWITCH : Recipe.Everywhere.LEAVE,
        flags.isGiven(KEEP) && keep > 0 ? Optional.of((int) keep) : Optional.empty(),
        flags.isGiven(IGNORE_SIGNATURES)
            ? Optional.of(
                flags.isOn(IGNORE_SIGNATURES)
                    ? Trust.Signatures.IGNORED
                    : Trust.Signatures.REQUIRED)
            : Optional.empty(),
        flags.isOn(SKIP_MISSING) ? Missing.SKIP : Missing.FAIL,
        signing(flags));
  }

  private static Signing signing(FlagValues flags) {
    Signing.Mode mode = Signing.Mode.CONFIGURED;
    if (flags.isGiven(SKIP_SIGNING)) {
      mode = flags.isOn(SKIP_SIGNING) ? Signing.Mode.SKIP : Signing.Mode.SIGN;
    }
    return new Signing(
        mode, flags.all(GPG_KEY), Optional.empty(), List.of(), Optional.empty(), true);
  }

  private static void tell(Session session, ScheduleName name) {
    session
        .output()
        .text(
            session
                .store()
                .view(view -> {
                  JsonWriter json = JsonWriter.pretty().beginObject();
                  members(json, view, Objects.requireSchedule(view, name));
                  return json.endObject().finish();
                }));
  }

  private static void members(JsonWriter json, View view, Schedule schedule) {
    Recipe recipe = recipe(schedule);
    json.member("Name", schedule.name().value())
        .member("Timing", schedule.timing().toString())
        .member("Paused", schedule.state() == Schedule.State.PAUSED)
        .member("Running", schedule.runningUntil().isPresent())
        .member("NextAt", schedule.nextAt())
        .member("Mirror", recipe.mirror().value())
        .member("Snapshot", recipe.makesSnapshots() ? recipe.snapshotForm() : "")
        .member("Publish", recipe.publish().map(Object::toString).orElse(""))
        .member("SwitchEverywhere", recipe.everywhere() == Recipe.Everywhere.SWITCH)
        .member("Keep", recipe.keep().orElse(0))
        .member("SkipMissing", recipe.missing() == Missing.SKIP)
        .member("IgnoreSignatures", ignoresSignatures(recipe))
        .member("GpgKeys", recipe.signing().keys())
        .member("SkipSigning", recipe.signing().mode() == Signing.Mode.SKIP);
    json.name("Runs").beginArray();
    view.scheduleRuns(schedule.id()).forEach(run -> run(json, run));
    json.endArray();
  }

  private static void run(JsonWriter json, ScheduleRun run) {
    json.beginObject().member("Number", run.number()).member("StartedAt", run.startedAt());
    run.endedAt().ifPresent(at -> json.member("EndedAt", at));
    json.member("Outcome", run.outcome().name()).member("Detail", run.detail()).endObject();
  }

  private static Recipe recipe(Schedule schedule) {
    return new OperationCodec().parseRecord(schedule.recipe(), Recipe.class);
  }

  private static int list(Invocation invocation, Session session) {
    Output output = session.output();
    if (invocation.flags().isOn(JSON)) {
      output.text(
          session
              .store()
              .view(view -> {
                JsonWriter json = JsonWriter.pretty().beginArray();
                for (Schedule schedule : view.schedules()) {
                  members(json.beginObject(), view, schedule);
                  json.endObject();
                }
                return json.endArray().finish();
              }));
      return CommandHandler.OK;
    }
    List<String> lines =
        session.store().view(view -> view.schedules().stream().map(it -> line(view, it)).toList());
    output.lines(
        lines.isEmpty()
            ? List.of("No schedules found, add one with `entrepot schedule add ...`.")
            : lines);
    return CommandHandler.OK;
  }

  private static boolean ignoresSignatures(Recipe recipe) {
    return recipe.signatures().equals(Optional.of(Trust.Signatures.IGNORED));
  }

  private static String line(View view, Schedule schedule) {
    String next =
        schedule.state() == Schedule.State.PAUSED
            ? "paused"
            : "next " + Shapes.time(schedule.nextAt());
    String last =
        view.scheduleRuns(schedule.id()).stream()
            .findFirst()
            .map(run -> "; last %s %s".formatted(Shapes.time(run.startedAt()), word(run)))
            .orElse("");
    return "%s: mirror %s, %s; %s%s"
        .formatted(schedule.name(), recipe(schedule).mirror(), schedule.timing(), next, last);
  }

  private static String word(ScheduleRun run) {
    return switch (run.outcome()) {
      case RUNNING -> "goes on";
      case CHANGED -> "changed";
      case UNCHANGED -> "unchanged";
      case FAILED -> "failed";
    };
  }

  private static int show(Invocation invocation, Session session) {
    ScheduleName name = required(invocation);
    if (invocation.flags().isOn(JSON)) {
      tell(session, name);
      return CommandHandler.OK;
    }
    session.output().lines(session.store().view(view -> shown(view, name)));
    return CommandHandler.OK;
  }

  private static ScheduleName required(Invocation invocation) {
    String name = invocation.positional(0);
    try {
      return new ScheduleName(name);
    } catch (InvalidNameException e) {
      throw new RepositoryException(
          ErrorCode.SCHEDULE_NOT_FOUND, "schedule with name %s not found".formatted(name), e);
    }
  }

  private static List<String> shown(View view, ScheduleName name) {
    Schedule schedule = Objects.requireSchedule(view, name);
    Recipe recipe = recipe(schedule);
    var lines = new ArrayList<String>();
    lines.add("Name: " + name);
    lines.add("Timing: " + schedule.timing());
    lines.add(
        "Next: "
            + (schedule.state() == Schedule.State.PAUSED
                ? "paused"
                : Shapes.time(schedule.nextAt())));
    lines.add("Mirror: " + recipe.mirror());
    if (recipe.makesSnapshots()) {
      lines.add("Snapshots: " + recipe.snapshotForm());
    }
    recipe.publish().ifPresent(point -> lines.add("Publish: " + point));
    if (recipe.everywhere() == Recipe.Everywhere.SWITCH) {
      lines.add("Publish: wherever the mirror is shown");
    }
    recipe.keep().ifPresent(keep -> lines.add("Snapshots kept: " + keep));
    if (ignoresSignatures(recipe)) {
      lines.add("Signature of the archive: not checked");
    }
    if (recipe.missing() == Missing.SKIP) {
      lines.add("Missing packages: left out");
    }
    if (recipe.signing().mode() == Signing.Mode.SKIP) {
      lines.add("Signing: none");
    }
    if (!recipe.signing().keys().isEmpty()) {
      lines.add("Signing keys: " + String.join(", ", recipe.signing().keys()));
    }
    List<ScheduleRun> runs = view.scheduleRuns(schedule.id());
    lines.add(runs.isEmpty() ? "Runs: none yet" : "Runs:");
    runs.forEach(run ->
        lines.add(
            "  %d. %s %s%s"
                .formatted(
                    run.number(),
                    Shapes.time(run.startedAt()),
                    word(run),
                    run.detail().isEmpty() ? "" : ": " + run.detail())));
    return lines;
  }

  private static int run(Invocation invocation, Session session) {
    boolean due = invocation.flags().isOn(DUE);
    boolean json = invocation.flags().isOn(JSON);
    if (due == (invocation.positionalsFrom(0).size() == 1)) {
      throw RepositoryException.invalidRequest("say which: a name, or -due for all that are due");
    }
    var form = json ? Output.MessageForm.SILENT : Output.MessageForm.TEXT;
    List<Ran> ran =
        session.supervised(
            "Carrying out schedules",
            form,
            watch ->
                due
                    ? session.store().schedules().runDue(watch)
                    : List.of(session.store().schedules().run(required(invocation), watch)));
    tell(session, ran, json);
    return ran.stream().anyMatch(it -> it.run().outcome() == ScheduleRun.Outcome.FAILED)
        ? CommandHandler.FAILED
        : CommandHandler.OK;
  }

  private static void tell(Session session, List<Ran> ran, boolean asJson) {
    if (asJson) {
      JsonWriter json = JsonWriter.pretty().beginArray();
      for (Ran each : ran) {
        json.beginObject().member("Name", each.name().value());
        json.name("Run");
        run(json, each.run());
        json.endObject();
      }
      session.output().text(json.endArray().finish());
      return;
    }
    for (Ran each : ran) {
      session
          .output()
          .line(
              "Schedule %s: %s: %s".formatted(each.name(), word(each.run()), each.run().detail()));
    }
  }
}
