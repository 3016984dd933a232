package org.entrepot.openpgp.sign;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.entrepot.openpgp.OpenPgpException;
import org.entrepot.openpgp.OpenPgpException.Reason;

/// One run of an external program, without a shell, with bounded time and output. Whatever happens,
/// it and its children are gone afterwards. The words of its command line are for messages too:
/// never put a secret there.
final class Program {
  private static final int MOST_STDERR = 64 * 1024;

  private final List<String> words;
  private final Map<String, String> environment;
  private final ProgramLimits limits;

  Program(List<String> words, Map<String, String> environment, ProgramLimits limits) {
    this.words = List.copyOf(words);
    this.environment = Map.copyOf(environment);
    this.limits = limits;
  }

  /// What it did.
  static final class Output {
    private final int exitCode;
    private final byte[] stdout;
    private final String stderr;

    private Output(int exitCode, byte[] stdout, String stderr) {
      this.exitCode = exitCode;
      this.stdout = stdout;
      this.stderr = stderr;
    }

    int exitCode() {
      return exitCode;
    }

    byte[] stdout() {
      return stdout.clone();
    }

    String stderr() {
      return stderr;
    }
  }

  /// Runs it with this standard input. Its exit code is for the caller to judge.
  Output run(byte[] stdin) {
    var builder = new ProcessBuilder(words);
    builder.environment().putAll(environment);
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new OpenPgpException(
          Reason.MISSING_PROGRAM,
          "cannot run %s to sign: is it installed and executable?".formatted(words.getFirst()),
          e);
    }
    try {
      return communicate(process, stdin);
    } catch (TimeoutException e) {
      throw new OpenPgpException(
          Reason.TIMEOUT,
          "%s did not end within %s seconds and was stopped"
              .formatted(words.getFirst(), limits.time().toSeconds()),
          e);
    } catch (ExecutionException e) {
      throw new OpenPgpException(
          Reason.PROGRAM_FAILED,
          "cannot talk to %s: %s".formatted(words.getFirst(), e.getCause()),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OpenPgpException(
          Reason.PROGRAM_FAILED, "signing by %s was interrupted".formatted(words.getFirst()), e);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private Output communicate(Process process, byte[] stdin)
      throws InterruptedException, ExecutionException, TimeoutException {
    long deadline = System.nanoTime() + limits.time().toNanos();
    var input = start(() -> feed(process.getOutputStream(), stdin));
    var stdout =
        start(() -> read(process.getInputStream(), limits.outputBytes() + 1L, Excess.STOP));
    var stderr = start(() -> read(process.getErrorStream(), MOST_STDERR, Excess.DROP));
    byte[] output = stdout.get(left(deadline), TimeUnit.NANOSECONDS);
    if (output.length > limits.outputBytes()) {
      throw new OpenPgpException(
          Reason.PROGRAM_FAILED,
          "%s printed more than %d bytes and was stopped"
              .formatted(words.getFirst(), limits.outputBytes()));
    }
    if (!process.waitFor(left(deadline), TimeUnit.NANOSECONDS)) {
      throw new TimeoutException();
    }
    String messages =
        new String(stderr.get(left(deadline), TimeUnit.NANOSECONDS), StandardCharsets.UTF_8);
    input.cancel(true);
    return new Output(process.exitValue(), output, messages);
  }

  private static long left(long deadline) {
    return Math.max(0, deadline - System.nanoTime());
  }

  private static <T> FutureTask<T> start(Callable<T> work) {
    var task = new FutureTask<>(work);
    Thread.ofVirtual().start(task);
    return task;
  }

  private static Boolean feed(OutputStream out, byte[] stdin) {
    try (out) {
      out.write(stdin);
      return true;
    } catch (IOException _) {
      return false; // it may end without reading everything; its exit code says whether that was
      // right
    }
  }

  /// What to do with more output than is kept.
  private enum Excess {
    /// Don't read on, so that a flood ends.
    STOP,
    /// Read and forget it, so that a talkative program does not block.
    DROP
  }

  private static byte[] read(InputStream in, long most, Excess excess) throws IOException {
    try (in) {
      var kept = new ByteArrayOutputStream();
      byte[] buffer = new byte[8192];
      int length = in.read(buffer);
      while (length >= 0 && (kept.size() < most || excess == Excess.DROP)) {
        kept.write(buffer, 0, (int) Math.min(length, most - kept.size()));
        length = in.read(buffer);
      }
      return kept.toByteArray();
    }
  }
}
