package org.entrepot.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A real external program, run with bounded time and the C locale: the oracle of a test.
///
/// `Tool.of("dpkg-deb").run("-f", path)`. A program that is missing fails the test with the
/// `apt-get install` that mends it; so does one that runs longer than its limit (one minute unless
/// told otherwise). Immutable and safe for use by several threads.
public final class Tool {
  private static final Map<String, String> DEBIAN_PACKAGES =
      Map.ofEntries(
          Map.entry("dpkg", "dpkg"),
          Map.entry("dpkg-deb", "dpkg"),
          Map.entry("dpkg-source", "dpkg-dev"),
          Map.entry("dpkg-buildpackage", "dpkg-dev"),
          Map.entry("dpkg-scanpackages", "dpkg-dev"),
          Map.entry("apt-get", "apt"),
          Map.entry("apt-cache", "apt"),
          Map.entry("apt-ftparchive", "apt-utils"),
          Map.entry("dose-debcheck", "dose-distcheck"),
          Map.entry("gpg", "gnupg"),
          Map.entry("gpgconf", "gnupg"),
          Map.entry("gpgv", "gpgv"),
          Map.entry("gpgv2", "gpgv"),
          Map.entry("ar", "binutils"),
          Map.entry("tar", "tar"),
          Map.entry("gzip", "gzip"),
          Map.entry("bzip2", "bzip2"),
          Map.entry("xz", "xz-utils"),
          Map.entry("lzma", "xz-utils"),
          Map.entry("zstd", "zstd"),
          Map.entry("curl", "curl"),
          Map.entry("dot", "graphviz"),
          Map.entry("filefrag", "e2fsprogs"),
          Map.entry("mkfs.btrfs", "btrfs-progs"),
          Map.entry("mkfs.xfs", "xfsprogs"),
          Map.entry("mount", "mount"),
          Map.entry("umount", "mount"),
          Map.entry("script", "bsdutils"),
          Map.entry("setpriv", "util-linux"),
          Map.entry("strace", "strace"));

  private final String program;
  private final Duration limit;
  private final Optional<Path> directory;
  private final Map<String, String> environment;
  private final List<byte[]> input;

  private Tool(
      String program,
      Duration limit,
      Optional<Path> directory,
      Map<String, String> environment,
      List<byte[]> input) {
    this.program = program;
    this.limit = limit;
    this.directory = directory;
    this.environment = Map.copyOf(environment);
    this.input = List.copyOf(input);
  }

  /// The program of this name on the PATH, or at this absolute path.
  public static Tool of(String program) {
    return new Tool(program, Duration.ofMinutes(1), Optional.empty(), Map.of(), List.of());
  }

  /// The same tool with another time limit.
  public Tool within(Duration newLimit) {
    return new Tool(program, newLimit, directory, environment, input);
  }

  /// The same tool, run in another working directory.
  public Tool in(Path newDirectory) {
    return new Tool(program, limit, Optional.of(newDirectory), environment, input);
  }

  /// The same tool with one more environment variable.
  public Tool with(String variable, String value) {
    var more = new HashMap<>(environment);
    more.put(variable, value);
    return new Tool(program, limit, directory, more, input);
  }

  /// The same tool, fed with these bytes on standard input (otherwise it is empty).
  public Tool reading(byte[] newInput) {
    return new Tool(program, limit, directory, environment, List.of(newInput.clone()));
  }

  /// Runs the program and returns what it did, whatever its exit status. Arguments are turned into
  /// text by `toString`.
  public Outcome run(Object... arguments) {
    Path files = null;
    try {
      files = Files.createTempDirectory("entrepot-tool");
      return run(files, arguments);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      if (files != null) {
        delete(files);
      }
    }
  }

  /// Runs the program and returns its standard output as text; a non-zero exit status fails the
  /// test.
  public String text(Object... arguments) {
    return run(arguments).requireSuccess().stdoutText();
  }

  private Outcome run(Path files, Object... arguments) throws IOException {
    var command = new ArrayList<String>(List.of(program));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    Path stdin =
        Files.write(files.resolve("stdin"), input.isEmpty() ? new byte[0] : input.getFirst());
    Path stdout = files.resolve("stdout");
    Path stderr = files.resolve("stderr");
    var builder =
        new ProcessBuilder(command)
            .redirectInput(stdin.toFile())
            .redirectOutput(stdout.toFile())
            .redirectError(stderr.toFile());
    directory.ifPresent(path -> builder.directory(path.toFile()));
    builder.environment().put("LC_ALL", "C");
    builder.environment().putAll(environment);
    int exitCode = exitCode(start(builder), command);
    return new Outcome(command, exitCode, Files.readAllBytes(stdout), Files.readAllBytes(stderr));
  }

  private Process start(ProcessBuilder builder) {
    try {
      return builder.start();
    } catch (IOException e) {
      throw new AssertionError(
          "this test compares with %s, which is not here: apt-get install %s (%s)"
              .formatted(program, DEBIAN_PACKAGES.getOrDefault(program, program), e.getMessage()),
          e);
    }
  }

  private int exitCode(Process process, List<String> command) {
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError("%s ran longer than %s".formatted(command, limit));
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting for " + command, e);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private static void delete(Path files) {
    try {
      for (String name : List.of("stdin", "stdout", "stderr")) {
        Files.deleteIfExists(files.resolve(name));
      }
      Files.deleteIfExists(files);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What a program did.
  public static final class Outcome {
    private final List<String> command;
    private final int exitCode;
    private final byte[] stdout;
    private final byte[] stderr;

    private Outcome(List<String> command, int exitCode, byte[] stdout, byte[] stderr) {
      this.command = List.copyOf(command);
      this.exitCode = exitCode;
      this.stdout = stdout;
      this.stderr = stderr;
    }

    /// The exit status; 128 and more after a signal.
    public int exitCode() {
      return exitCode;
    }

    /// Standard output, byte by byte.
    public byte[] stdout() {
      return stdout.clone();
    }

    /// Standard output as UTF-8.
    public String stdoutText() {
      return new String(stdout, StandardCharsets.UTF_8);
    }

    /// Standard error as UTF-8.
    public String stderr() {
      return new String(stderr, StandardCharsets.UTF_8);
    }

    /// This outcome, if the exit status was 0; otherwise the test fails and shows standard error.
    public Outcome requireSuccess() {
      if (exitCode != 0) {
        throw new AssertionError(
            "%s failed with exit status %d:%n%s%s"
                .formatted(command, exitCode, stdoutText(), stderr()));
      }
      return this;
    }
  }
}
