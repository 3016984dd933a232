package org.entrepot.app;

import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.helpers.NOPMDCAdapter;
import org.slf4j.helpers.Reporter;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/// The logger of commands that end soon: a line on standard error for each warning or worse
/// (`ENTREPOT_LOG_LEVEL` may say otherwise), without stack traces. Starting logback takes longer
/// than most commands, and so does the search of every jar for a provider, so [Main] names this
/// one.
public final class CommandLogging implements SLF4JServiceProvider {
  private final IMarkerFactory markers = new BasicMarkerFactory();
  private final MDCAdapter context = new NOPMDCAdapter();
  private int level = Level.WARN.toInt();

  /// Makes this the logger of the process; to be called before anything is logged.
  public static void use() {
    System.setProperty(LoggerFactory.PROVIDER_PROPERTY_KEY, CommandLogging.class.getName());
    System.setProperty(Reporter.SLF4J_INTERNAL_VERBOSITY_KEY, "WARN");
  }

  @Override
  public void initialize() {
    String wanted = System.getenv("ENTREPOT_LOG_LEVEL");
    for (Level known : Level.values()) {
      if (known.name().equalsIgnoreCase(wanted)) {
        level = known.toInt();
      }
    }
  }

  @Override
  public ILoggerFactory getLoggerFactory() {
    return name -> new StderrLogger(name, level);
  }

  @Override
  public IMarkerFactory getMarkerFactory() {
    return markers;
  }

  @Override
  public MDCAdapter getMDCAdapter() {
    return context;
  }

  @Override
  public String getRequestedApiVersion() {
    return "2.0.99"; // SLF4J compares the first two numbers
  }

  private static final class StderrLogger extends LegacyAbstractLogger {
    private static final long serialVersionUID = 1L;

    private final int level;

    StderrLogger(String name, int level) {
      this.name = name;
      this.level = level;
    }

    @Override
    public boolean isTraceEnabled() {
      return Level.TRACE.toInt() >= level;
    }

    @Override
    public boolean isDebugEnabled() {
      return Level.DEBUG.toInt() >= level;
    }

    @Override
    public boolean isInfoEnabled() {
      return Level.INFO.toInt() >= level;
    }

    @Override
    public boolean isWarnEnabled() {
      return Level.WARN.toInt() >= level;
    }

    @Override
    public boolean isErrorEnabled() {
      return true;
    }

    @Override
    protected @Nullable String getFullyQualifiedCallerName() {
      return null;
    }

    @Override
    protected void handleNormalizedLoggingCall(
        Level severity,
        @Nullable Marker marker,
        String pattern,
        Object @Nullable [] arguments,
        @Nullable Throwable cause) {
      System.err.printf(
          "%s %-5s %s: %s%s%n",
          LocalTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.MILLIS),
          severity,
          name.substring(name.lastIndexOf('.') + 1),
          MessageFormatter.basicArrayFormat(pattern, arguments),
          cause == null ? "" : " (" + cause + ")");
    }
  }
}
