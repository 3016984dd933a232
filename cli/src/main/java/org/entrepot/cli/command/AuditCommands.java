package org.entrepot.cli.command;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.entrepot.catalog.access.AuditEntry;
import org.entrepot.catalog.access.AuditFilter;
import org.entrepot.cli.grammar.Flag;
import org.entrepot.cli.grammar.Invocation;
import org.entrepot.cli.output.JsonWriter;
import org.entrepot.cli.output.Output;
import org.entrepot.service.ErrorCode;
import org.entrepot.service.RepositoryException;

/// `audit …`: who changed what.
final class AuditCommands {
  private static final Flag SINCE =
      Flag.text("since", "", "only what happened since: 7d, 12h, 2026-01-31, 2026-01-31T12:00:00Z");

  private AuditCommands() {}

  static List<Command> all() {
    return List.of(
        Command.of("audit", "list")
            .purpose("tell who changed what")
            .flags(SINCE, GlobalFlags.LIMIT, GlobalFlags.JSON)
            .describes(
                """
                Every change of the store, by whatever process: when, by whom (a user of this system, a token, or an
                address without one), from where, what, by which task, and how it ended. Also tokens that were refused
                and tasks that were cancelled. Entries are kept for `auditKeepDays` of the configuration, 400 by
                default.
                """)
            .examples("audit list", "audit list -since=7d -limit=1000 -json")
            .failsWith("unable to list", AuditCommands::list));
  }

  private static Instant since(String text, Instant now) {
    return text.isEmpty()
        ? Instant.EPOCH
        : PeriodText.instant(text, now)
            .orElseThrow(() ->
                new RepositoryException(
                    ErrorCode.INVALID_REQUEST,
                    "-since=%s is no time; write 7d, 12h, 2026-01-31 or 2026-01-31T12:00:00Z"
                        .formatted(text)));
  }

  private static int list(Invocation invocation, Session session) {
    Instant since = since(invocation.flags().text(SINCE), session.now());
    int limit = GlobalFlags.limit(invocation.flags());
    List<AuditEntry> entries =
        session.store().view(view -> view.auditEntries(new AuditFilter(since, limit)));
    Output output = session.output();
    if (invocation.flags().isOn(GlobalFlags.JSON)) {
      JsonWriter json = JsonWriter.pretty().beginArray();
      entries.forEach(entry -> json(json, entry));
      output.text(json.endArray().finish());
    } else if (entries.isEmpty()) {
      output.line("Nothing was changed in this time.");
    } else {
      entries.forEach(entry -> output.line(line(entry)));
    }
    return CommandHandler.OK;
  }

  private static String word(AuditEntry entry) {
    return entry.outcome().name().toLowerCase(Locale.ROOT);
  }

  private static String line(AuditEntry entry) {
    String from = entry.actor().origin().isEmpty() ? "" : " from " + entry.actor().origin();
    String task = entry.taskId().isPresent() ? " (task " + entry.taskId().getAsLong() + ")" : "";
    String detail = entry.detail().isEmpty() ? "" : ": " + entry.detail();
    return "%s  %-9s  %s%s  %s%s%s"
        .formatted(
            Shapes.time(entry.happenedAt()),
            word(entry),
            entry.actor(),
            from,
            entry.title(),
            task,
            detail.replaceAll("\\p{Cntrl}+", " "));
  }

  private static void json(JsonWriter json, AuditEntry entry) {
    json.beginObject()
        .member("ID", entry.id())
        .member("HappenedAt", entry.happenedAt())
        .member("ActorKind", entry.actor().kind())
        .member("Actor", entry.actor().nameText())
        .member("From", entry.actor().origin())
        .member("Action", entry.action())
        .member("Title", entry.title());
    entry.taskId().ifPresent(id -> json.member("TaskID", id));
    json.member("Outcome", word(entry));
    entry.endedAt().ifPresent(at -> json.member("EndedAt", at));
    json.member("Detail", entry.detail()).endObject();
  }
}
