package org.entrepot.service.importing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.entrepot.service.operation.OperationResult;
import org.entrepot.service.operation.OperationResult.SourceFile;
import org.entrepot.service.task.Marker;
import org.entrepot.service.task.OneLine;
import org.entrepot.service.task.OperationContext;

/// What is told of an import, in the order of the files. Not for several threads.
final class ImportReport {
  private final OperationContext context;
  private final List<String> added = new ArrayList<>();
  private final List<String> removed = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private final List<String> failed = new ArrayList<>();
  private final List<SourceFile> processed = new ArrayList<>();

  ImportReport(OperationContext context) {
    this.context = context;
  }

  /// Why a package cannot be added beside another.
  static String conflict(String other) {
    return "conflict in package %s: the repo holds other files under this name; remove that package, or use -force-replace"
        .formatted(other);
  }

  void failed(Path path, String reason) {
    String sentence = OneLine.of(reason.contains(path.toString()) ? reason : path + ": " + reason);
    warnings.add(sentence);
    failed.add(path.toString());
    context.output(Marker.WARNING, sentence);
  }

  /// A package that is there now, read from `sources`, in place of those that were `replaced`.
  void added(String name, List<String> replaced, List<SourceFile> sources) {
    for (String old : replaced) {
      removed.add(old);
      context.output(Marker.REMOVED, old + " removed due to conflict with package being added");
    }
    added.add(name);
    processed.addAll(sources);
    context.output(Marker.ADDED, name + " added");
  }

  /// Files that are of no more use.
  void processed(List<SourceFile> files) {
    processed.addAll(files);
  }

  OperationResult.Imported result() {
    return new OperationResult.Imported(
        added, removed, warnings, failed, processed.stream().distinct().toList());
  }
}
