package org.entrepot.cli.output;

import java.io.PrintStream;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.LongSupplier;
import org.entrepot.service.task.OneLine;

/// Everything that a command writes.
///
/// There are three channels. *Results* ([#line], [#text]) go to standard output as they are.
/// *Messages* ([#message], [#mark]) go there too, but as one JSON object per line when the
/// configuration says so, and not at all when the log level is above `info`. *Errors* go to
/// standard error after `ERROR: `. A progress bar is drawn only on a terminal, and gets out of the
/// way of every line. Safe for use by several threads, line by line.
public final class Output implements AutoCloseable {
  /// How messages are written.
  public enum MessageForm {
    TEXT,
    JSON_LINES,
    /// JSON lines below the log level: nothing at all.
    SILENT
  }

  private final PrintStream standardOutput;
  private final PrintStream standardError;
  private final Terminal terminal;
  private final MessageForm form;
  private final Clock clock;
  private final ProgressBar bar;

  /// Writes to these streams, which stay open; standard output is flushed line by line only on a
  /// terminal.
  public Output(
      PrintStream standardOutput,
      PrintStream standardError,
      Terminal terminal,
      MessageForm form,
      Clock clock,
      LongSupplier nanoTime) {
    this.standardOutput = standardOutput;
    this.standardError = standardError;
    this.terminal = terminal;
    this.form = form;
    this.clock = clock;
    this.bar = new ProgressBar(this::draw, nanoTime);
  }

  /// The same streams with another form of messages.
  public Output withMessages(MessageForm other, LongSupplier nanoTime) {
    return new Output(standardOutput, standardError, terminal, other, clock, nanoTime);
  }

  /// The same form of messages on other streams.
  public Output to(
      PrintStream out, PrintStream err, Terminal otherTerminal, LongSupplier nanoTime) {
    return new Output(out, err, otherTerminal, form, clock, nanoTime);
  }

  /// The present time, by the clock that stamps messages.
  public Instant now() {
    return clock.instant();
  }

  /// A line of results.
  public synchronized void line(String text) {
    write(harmless(text) + "\n");
  }

  /// Results that are complete with their newlines, such as JSON.
  public synchronized void text(String text) {
    write(harmless(text));
  }

  /// A file as it is.
  public synchronized void bytes(byte[] content) {
    bar.erase();
    standardOutput.write(content, 0, content.length);
  }

  /// What standard output is.
  public Terminal terminal() {
    return terminal;
  }

  /// A line about what is going on.
  public synchronized void message(String text) {
    switch (form) {
      case TEXT -> write(harmless(text) + "\n");
      case JSON_LINES -> write(jsonLine(text));
      case SILENT -> {}
    }
  }

  /// A message that begins with a mark.
  public synchronized void mark(Mark mark, String text) {
    switch (form) {
      case TEXT -> write(mark.shown(terminal.hasColour()) + " " + harmless(text) + "\n");
      case JSON_LINES -> write(jsonLine(mark.shown(false) + " " + text));
      case SILENT -> {}
    }
  }

  /// Several lines of results, one flush.
  public synchronized void lines(List<String> lines) {
    var text = new StringBuilder();
    lines.forEach(line -> text.append(line).append('\n'));
    write(harmless(text.toString()));
  }

  /// What went wrong, as one group of lines.
  public synchronized void error(String message) {
    diagnostic("ERROR: " + OneLine.of(message) + "\n");
  }

  /// A text for standard error, complete with its newline.
  public synchronized void diagnostic(String text) {
    bar.erase();
    standardOutput.flush(); // so that both streams keep their order on a terminal
    standardError.print(text);
    standardError.flush();
  }

  /// Begins a progress bar; nothing happens unless standard output is a terminal.
  public synchronized void startProgress(String label, long total, ProgressBar.Unit unit) {
    if (terminal.isTerminal() && form == MessageForm.TEXT) {
      bar.start(harmless(label), total, unit);
    }
  }

  public synchronized void progress(long done) {
    bar.update(done);
  }

  public synchronized void finishProgress() {
    bar.finish();
  }

  /// Writes what is still held back, for a command that goes on.
  public synchronized void flush() {
    standardOutput.flush();
  }

  /// Writes what is still held back.
  @Override
  public synchronized void close() {
    bar.finish();
    standardOutput.flush();
    standardError.flush();
  }

  private void write(String text) {
    bar.erase();
    standardOutput.print(text);
    if (terminal.isTerminal()) {
      standardOutput.flush();
    }
  }

  private void draw(String text) {
    standardOutput.print(text);
    standardOutput.flush();
  }

  private String jsonLine(String message) {
    return JsonWriter.compact()
        .beginObject()
        .member("level", "info")
        .member("time", clock.instant())
        .member("message", message)
        .endObject()
        .finish();
  }

  /// On a terminal, control characters from names and descriptions would move the cursor or worse;
  /// files get them as they are.
  private String harmless(String text) {
    if (!terminal.isTerminal() || text.chars().noneMatch(Output::isHarmful)) {
      return text;
    }
    var shown = new StringBuilder(text.length());
    text.chars().forEach(c -> shown.append(isHarmful(c) ? '\uFFFD' : (char) c));
    return shown.toString();
  }

  private static boolean isHarmful(int c) {
    return (c < ' ' && c != '\n' && c != '\t') || (c >= 0x7f && c < 0xa0);
  }
}
