package org.entrepot.cli.output;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.entrepot.service.HumanSize;

/// One line at the bottom of a terminal that is drawn again and again, at most ten times a second.
/// Safe for use by several threads.
public final class ProgressBar {
  /// What is counted.
  public enum Unit {
    ITEMS,
    BYTES
  }

  private static final long PAUSE = Duration.ofMillis(100).toNanos();
  private static final int WIDTH = 16;
  private static final int LONGEST_LABEL = 28;
  private static final int LONGEST_LINE = 79; // a longer one would wrap, and only its end be erased
  private static final String ERASE = "\r\033[2K";

  private final Consumer<String> terminal;
  private final LongSupplier nanoTime;
  private String label = "";
  private Unit unit = Unit.ITEMS;
  private long done;
  private long total;
  private long started;
  private long drawn;
  private boolean visible;
  private boolean active;

  /// A bar that writes to this terminal.
  ///
  /// @param nanoTime a clock such as [System#nanoTime]
  public ProgressBar(Consumer<String> terminal, LongSupplier nanoTime) {
    this.terminal = terminal;
    this.nanoTime = nanoTime;
  }

  /// Begins to count, from nothing.
  ///
  /// @param total how many there will be; 0 when that is not known
  public synchronized void start(String label, long total, Unit unit) {
    this.label = label.length() <= LONGEST_LABEL ? label : label.substring(0, LONGEST_LABEL);
    this.unit = unit;
    this.total = total;
    done = 0;
    started = nanoTime.getAsLong();
    drawn = started - PAUSE;
    active = true;
    draw();
  }

  /// Says how many are done by now.
  public synchronized void update(long done) {
    this.done = done;
    draw();
  }

  /// Removes the line, so that something else can be written; the next update draws it again.
  public synchronized void erase() {
    if (visible) {
      terminal.accept(ERASE);
      visible = false;
      drawn = nanoTime.getAsLong() - PAUSE;
    }
  }

  public synchronized void finish() {
    erase();
    active = false;
  }

  private void draw() {
    long now = nanoTime.getAsLong();
    if (!active || now - drawn < PAUSE) {
      return;
    }
    drawn = now;
    visible = true;
    // Cut off where a narrow terminal ends: a second row could not be erased.
    terminal.accept("\r\033[?7l" + line(now) + "\033[K\033[?7h");
  }

  private String line(long now) {
    var text = new StringBuilder(label).append(' ');
    if (total > 0) {
      int filled = (int) (WIDTH * Math.min(done, total) / total);
      text.append('[').repeat('=', filled).repeat(' ', WIDTH - filled).append("] ");
      text.append(100 * Math.min(done, total) / total).append("% ");
      text.append(amount(done)).append(" / ").append(amount(total));
    } else {
      text.append(amount(done));
    }
    long nanos = now - started;
    if (unit == Unit.BYTES && nanos > PAUSE) {
      text.append("  ").append(HumanSize.format((long) (done * 1e9 / nanos))).append("/s");
    }
    return text.length() <= LONGEST_LINE ? text.toString() : text.substring(0, LONGEST_LINE);
  }

  private String amount(long number) {
    return unit == Unit.BYTES ? HumanSize.format(number) : Long.toString(number);
  }
}
