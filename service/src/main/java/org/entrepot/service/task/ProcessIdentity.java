package org.entrepot.service.task;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Which process on which machine: enough to tell whether it still lives, without trusting a clock
/// or a bare process id.
///
/// `bootId` names one boot of one machine, `host` one process id namespace on it; `startTicks`
/// (proc(5), field 22 of `stat`) tells processes apart that had the same id.
public record ProcessIdentity(String bootId, String host, long pid, long startTicks) {

  /// This process.
  public static ProcessIdentity current() {
    long pid = ProcessHandle.current().pid();
    return new ProcessIdentity(currentBoot(), pidNamespace(), pid, startTicks(pid).orElse(0L));
  }

  /// Whether the process lives: empty when it runs where this process cannot see it.
  public Optional<Boolean> isAlive() {
    if (!bootId.equals(currentBoot()) || !host.equals(pidNamespace())) {
      return Optional.empty();
    }
    return Optional.of(startTicks(pid).equals(Optional.of(startTicks)));
  }

  private static String currentBoot() {
    return read("/proc/sys/kernel/random/boot_id").strip();
  }

  private static String pidNamespace() {
    try {
      return Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
    } catch (IOException e) {
      return "pid:[unknown]"; // hidden /proc: one namespace per boot is then assumed
    }
  }

  private static Optional<Long> startTicks(long pid) {
    String stat = read("/proc/" + pid + "/stat");
    int name = stat.lastIndexOf(')'); // the name in parentheses may hold blanks and parentheses
    if (name < 0) {
      return Optional.empty();
    }
    String[] fields = stat.substring(name + 1).strip().split(" ", -1);
    boolean zombie = fields[0].equals("Z") || fields[0].equals("X");
    return zombie ? Optional.empty() : Optional.of(Long.valueOf(fields[19]));
  }

  private static String read(String path) {
    try {
      return new String(Files.readAllBytes(Path.of(path)), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return ""; // the process is gone, or this is no Linux: then liveness rests on leases alone
    }
  }
}
