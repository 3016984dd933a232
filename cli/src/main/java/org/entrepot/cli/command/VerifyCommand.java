package org.entrepot.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.entrepot.catalog.check.CheckDepth;
import org.entrepot.cli.grammar.Invocation;
import org.entrepot.cli.output.JsonWriter;
import org.entrepot.cli.output.Output;
import org.entrepot.service.HumanSize;
import org.entrepot.service.operation.Finding;
import org.entrepot.service.operation.Maintenance.Recover;
import org.entrepot.service.operation.Maintenance.Repair;
import org.entrepot.service.operation.Maintenance.Verify;
import org.entrepot.service.operation.OperationResult;
import org.entrepot.service.operation.OperationResult.Repaired;
import org.entrepot.service.operation.OperationResult.Verified;

/// `db verify` and `db recover`.
final class VerifyCommand {
  private static final int MOST_ROUNDS = 4; // what is mended in the pool is then to be published

  private VerifyCommand() {}

  static int verify(Invocation invocation, Session session) {
    boolean forPrograms = invocation.flags().isOn(GlobalFlags.JSON);
    CheckDepth depth =
        invocation.flags().isOn(DatabaseCommands.QUICK) ? CheckDepth.QUICK : CheckDepth.WHOLE;
    Verified verified = check(depth, forPrograms, session);
    var attempts = new ArrayList<Repaired.Attempt>();
    if (invocation.flags().isOn(DatabaseCommands.REPAIR)) {
      for (int round = 0; round < MOST_ROUNDS && !faults(verified).isEmpty(); round++) {
        if (!forPrograms) {
          session.output().message("Repairing...");
        }
        var repaired = (Repaired) session.run(new Repair(faults(verified)), forPrograms);
        attempts.addAll(repaired.attempts());
        if (repaired.attempts().stream().noneMatch(Repaired.Attempt::mended)) {
          break;
        }
        if (!forPrograms) {
          session.output().message("Verifying again...");
        }
        verified = check(depth, forPrograms, session);
      }
    }
    if (forPrograms) {
      session.output().text(json(verified, attempts));
    } else {
      tell(session.output(), verified, invocation.flags().isOn(DatabaseCommands.REPAIR));
    }
    return faults(verified).isEmpty() && verified.moreFindings() == 0
        ? CommandHandler.OK
        : CommandHandler.FAILED;
  }

  /// The check while others go on, and then of those archives alone that changed all the time.
  private static Verified check(CheckDepth depth, boolean forPrograms, Session session) {
    var all = (Verified) session.run(new Verify(depth, List.of()), forPrograms);
    if (all.unsettled().isEmpty()) {
      return all;
    }
    var still = (Verified) session.run(new Verify(depth, all.unsettled()), forPrograms);
    var findings = new ArrayList<>(all.findings());
    findings.addAll(still.findings());
    return new Verified(
        findings,
        all.moreFindings() + still.moreFindings(),
        still.unsettled(),
        all.unjudged(),
        all.packages(),
        all.poolFiles(),
        all.poolBytes(),
        all.publishedFiles() + still.publishedFiles());
  }

  private static List<Finding> faults(Verified verified) {
    return verified.findings().stream().filter(it -> it.kind().isFault()).toList();
  }

  private static List<Finding> orphans(Verified verified) {
    return verified.findings().stream().filter(it -> !it.kind().isFault()).toList();
  }

  private static void tell(Output output, Verified verified, boolean repaired) {
    output.message(
        "Checked %d packages, %d files of the pool (%s), and %d published files."
            .formatted(
                verified.packages(),
                verified.poolFiles(),
                HumanSize.format(verified.poolBytes()),
                verified.publishedFiles()));
    if (verified.unjudged() > 0) {
      output.message(
          "%d files of the pool may belong to tasks that run, and were not judged."
              .formatted(verified.unjudged()));
    }
    int orphans = orphans(verified).size();
    if (orphans > 0) {
      output.message(
          "%d files are needed by nobody; entrepot db cleanup removes them.".formatted(orphans));
    }
    long faults = faults(verified).size() + verified.moreFindings();
    output.message(
        faults == 0
            ? "Nothing is wrong."
            : faults
                + (faults == 1 ? " thing is" : " things are")
                + (repaired
                    ? " wrong still."
                    : " wrong; entrepot db verify -repair mends what can be mended."));
  }

  private static String json(Verified verified, List<Repaired.Attempt> attempts) {
    JsonWriter json = JsonWriter.pretty().beginObject();
    findings(json, "Faults", faults(verified));
    findings(json, "Orphans", orphans(verified));
    json.name("Repairs").beginArray();
    for (Repaired.Attempt attempt : attempts) {
      json.beginObject();
      members(json, attempt.finding());
      json.member("Mended", attempt.mended()).member("Repair", attempt.detail()).endObject();
    }
    return json.endArray()
        .member("MoreFindings", verified.moreFindings())
        .member("Unjudged", verified.unjudged())
        .member("Packages", verified.packages())
        .member("PoolFiles", verified.poolFiles())
        .member("PoolBytes", verified.poolBytes())
        .member("PublishedFiles", verified.publishedFiles())
        .endObject()
        .finish();
  }

  private static void findings(JsonWriter json, String name, List<Finding> findings) {
    json.name(name).beginArray();
    for (Finding finding : findings) {
      json.beginObject();
      members(json, finding);
      json.endObject();
    }
    json.endArray();
  }

  private static void members(JsonWriter json, Finding finding) {
    json.member("Kind", finding.kind().name().toLowerCase(Locale.ROOT))
        .member("Publication", finding.point().map(Object::toString).orElse(""))
        .member("Path", finding.path())
        .member("Detail", finding.detail());
  }

  static int recover(Invocation invocation, Session session) {
    boolean forPrograms = invocation.flags().isOn(GlobalFlags.JSON);
    var recovered = (OperationResult.Recovered) session.run(new Recover(), forPrograms);
    if (forPrograms) {
      session
          .output()
          .text(
              JsonWriter.pretty()
                  .beginObject()
                  .member("Done", recovered.done())
                  .member("Left", recovered.left())
                  .endObject()
                  .finish());
    } else {
      recovered.done().forEach(session.output()::message);
      session
          .output()
          .message(
              recovered.left().isEmpty()
                  ? "The catalog is sound, and nothing is left to settle."
                  : "What is left cannot be mended here; restore it from a backup:");
      recovered.left().forEach(line -> session.output().message("  " + line));
    }
    return recovered.left().isEmpty() ? CommandHandler.OK : CommandHandler.FAILED;
  }
}
