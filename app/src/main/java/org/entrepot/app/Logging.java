package org.entrepot.app;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LogbackServiceProvider;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.util.Locale;
import org.entrepot.cli.configuration.GeneralSettings;
import org.entrepot.cli.configuration.GeneralSettings.LogFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.helpers.Reporter;

/// The logger of servers: logback, to standard error, without stack traces. Found by logback as a
/// service; what the configuration says is followed as soon as it is read. `ENTREPOT_LOG_LEVEL`
/// says more than the configuration. Lines are written by a thread of their own, and left out when
/// nobody takes them: a full pipe does not stop a server.
public final class Logging extends ContextAwareBase implements Configurator {
  private static final int WAITING_LINES = 8192;

  /// Makes logback the logger of this process; to be called before anything is logged.
  static void useInServers() {
    System.setProperty(LoggerFactory.PROVIDER_PROPERTY_KEY, LogbackServiceProvider.class.getName());
    System.setProperty(Reporter.SLF4J_INTERNAL_VERBOSITY_KEY, "WARN");
  }

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    write(context, LogFormat.TEXT, Level.WARN);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  /// Logs as the configuration says from now on; nothing happens where logback is not the logger.
  static void follow(GeneralSettings settings) {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      flush();
      context.reset();
      write(context, settings.logFormat(), level(settings.logLevel()));
    }
  }

  /// Writes the lines that wait, and ends the log.
  static void flush() {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.getLogger(Logger.ROOT_LOGGER_NAME).detachAndStopAllAppenders();
    }
  }

  private static Level level(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "warning" -> Level.WARN;
      case "fatal", "panic" -> Level.ERROR;
      case "disabled" -> Level.OFF;
      default -> Level.toLevel(word, Level.INFO);
    };
  }

  private static void write(LoggerContext context, LogFormat format, Level level) {
    Encoder<ILoggingEvent> encoder = format == LogFormat.JSON ? new JsonLines() : text();
    encoder.setContext(context);
    encoder.start();
    var console = new ConsoleAppender<ILoggingEvent>();
    console.setContext(context);
    console.setName("stderr");
    console.setTarget("System.err");
    console.setEncoder(encoder);
    console.start();
    var waiting = new AsyncAppender();
    waiting.setContext(context);
    waiting.setName("waiting");
    waiting.setQueueSize(WAITING_LINES);
    waiting.setDiscardingThreshold(0);
    waiting.setNeverBlock(true);
    waiting.addAppender(console);
    waiting.start();
    context.getLogger("org.eclipse.jetty").setLevel(Level.WARN);
    var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.toLevel(System.getenv("ENTREPOT_LOG_LEVEL"), level));
    root.addAppender(waiting);
  }

  private static PatternLayoutEncoder text() {
    var encoder = new PatternLayoutEncoder();
    encoder.setPattern("%d{HH:mm:ss.SSS, UTC} %-5level %logger{0}: %msg %X %kvp{NONE}%n%nopex");
    return encoder;
  }
}
