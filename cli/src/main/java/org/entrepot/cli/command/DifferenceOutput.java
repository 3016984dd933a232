package org.entrepot.cli.command;

import java.util.List;
import java.util.Optional;
import org.entrepot.cli.output.JsonWriter;
import org.entrepot.cli.output.Output;
import org.entrepot.domain.snapshot.Difference;
import org.entrepot.format.packages.PackageKey;

/// How a comparison of package sets looks to people and to programs (spec cli 8).
final class DifferenceOutput {
  private DifferenceOutput() {}

  /// The table with its head, which names the two sides.
  static void table(Output output, String left, String right, List<Difference> differences) {
    output.message("  %-6s | %-40s | %-40s | %-40s".formatted("Arch", "Package", left, right));
    differences.forEach(difference -> output.message(row(difference)));
  }

  private static String row(Difference difference) {
    PackageKey any = difference.left().or(difference::right).orElseThrow();
    return "%s %-6s | %-40s | %-40s | %-40s"
        .formatted(
            difference.sign(),
            any.architecture(),
            any.name(),
            difference.left().map(PackageKey::version).orElse("-"),
            difference.right().map(PackageKey::version).orElse("-"));
  }

  /// A list of objects with the keys of both sides, null where there is none, and the kind of
  /// change.
  static JsonWriter json(JsonWriter json, List<Difference> differences) {
    json.beginArray();
    for (Difference difference : differences) {
      json.beginObject();
      side(json.name("Left"), difference.left());
      side(json.name("Right"), difference.right());
      json.member("Change", Shapes.word(difference.change()));
      json.endObject();
    }
    return json.endArray();
  }

  private static void side(JsonWriter json, Optional<PackageKey> key) {
    key.ifPresentOrElse(present -> json.text(present.full()), json::none);
  }
}
