package org.entrepot.cli.command;

import java.util.List;
import org.entrepot.cli.output.Mark;
import org.entrepot.cli.output.Output;
import org.entrepot.cli.output.ProgressBar;
import org.entrepot.service.task.Marker;
import org.entrepot.service.task.Progress;
import org.entrepot.service.task.TaskListener;

/// Shows a person what a task does.
final class TaskWatch implements TaskListener, AutoCloseable {
  private final Output output;
  private final Output.MessageForm form;
  private String stage = "";

  TaskWatch(Output output, Output.MessageForm form) {
    this.output = output;
    this.form = form;
  }

  @Override
  public void output(Marker marker, String line) {
    if (form == Output.MessageForm.SILENT) {
      return;
    }
    switch (marker) {
      case INFO -> output.message(line);
      case ADDED -> output.mark(Mark.ADDED, line);
      case REMOVED -> output.mark(Mark.REMOVED, line);
      case COPIED -> output.mark(Mark.COPIED, line);
      case WARNING -> output.mark(Mark.WARNING, line);
    }
  }

  @Override
  public synchronized void progress(Progress progress) {
    if (!progress.stage().equals(stage)) {
      stage = progress.stage();
      output.finishProgress();
      output.startProgress(
          stage,
          progress.total(),
          progress.unit() == Progress.Unit.BYTES ? ProgressBar.Unit.BYTES : ProgressBar.Unit.ITEMS);
    }
    output.progress(progress.done());
  }

  @Override
  public void waiting(List<String> blockers) {
    output.diagnostic("Waiting for " + String.join(", ", blockers) + "...\n");
  }

  @Override
  public void close() {
    output.finishProgress();
  }
}
