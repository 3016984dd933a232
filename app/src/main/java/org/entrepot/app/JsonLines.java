package org.entrepot.app;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.entrepot.cli.output.JsonWriter;
import org.slf4j.event.KeyValuePair;

/// One JSON object per line: `time`, `level`, `logger`, `message`, `request` and `task` where there
/// is one, and what else a line tells by name.
final class JsonLines extends EncoderBase<ILoggingEvent> {
  @Override
  public byte[] headerBytes() {
    return new byte[0];
  }

  @Override
  public byte[] footerBytes() {
    return new byte[0];
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    JsonWriter json =
        JsonWriter.compact()
            .beginObject()
            .member("time", event.getInstant())
            .member("level", event.getLevel().toString().toLowerCase(Locale.ROOT))
            .member("logger", event.getLoggerName())
            .member("message", event.getFormattedMessage());
    event.getMDCPropertyMap().forEach(json::member);
    if (event.getKeyValuePairs() != null) {
      for (KeyValuePair pair : event.getKeyValuePairs()) {
        if (pair.value instanceof Integer number) {
          json.member(pair.key, number);
        } else if (!event.getMDCPropertyMap().containsKey(pair.key)) {
          json.member(pair.key, String.valueOf(pair.value));
        }
      }
    }
    IThrowableProxy cause = event.getThrowableProxy();
    if (cause != null) {
      json.member("cause", cause.getClassName() + ": " + cause.getMessage());
    }
    return (json.endObject().finish().strip() + "\n").getBytes(StandardCharsets.UTF_8);
  }
}
