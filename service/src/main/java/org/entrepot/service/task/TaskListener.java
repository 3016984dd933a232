package org.entrepot.service.task;

import java.util.List;

/// Is told what a task that this process waits for does. Called by the task's threads; must return
/// quickly.
public interface TaskListener {
  /// One line of output.
  void output(Marker marker, String line);

  /// Progress of the present stage; called often.
  void progress(Progress progress);

  /// The task waits until these tasks end; called when the set changes. Titles, oldest first.
  void waiting(List<String> blockers);

  /// Tells nobody.
  TaskListener SILENT =
      new TaskListener() {
        @Override
        public void output(Marker marker, String line) {}

        @Override
        public void progress(Progress progress) {}

        @Override
        public void waiting(List<String> blockers) {}
      };
}
