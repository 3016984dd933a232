package org.entrepot.server.api.body;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.SerializableString;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.io.CharacterEscapes;
import tools.jackson.core.io.SerializedString;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/// JSON of answers: names of members begin with a capital, as clients know them, and `<`, `>` and
/// `&` are written as a backslash, `u003c` and so on (spec rest-api 2.2). Safe for any thread.
public final class Json {
  /// What is read is held in memory, at some 100 bytes for each token.
  private static final int MOST_TOKENS = 1_000_000;

  private static final int LONGEST_TEXT = 8 * 1024 * 1024;

  static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxTokenCount(MOST_TOKENS)
                          .maxStringLength(LONGEST_TEXT)
                          .build())
                  .characterEscapes(new WebPageEscapes())
                  .disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE)
                  .build())
          .propertyNamingStrategy(PropertyNamingStrategies.UPPER_CAMEL_CASE)
          .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final JsonMapper STORED = JsonMapper.builder().build();

  private Json() {}

  /// What a browser that takes JSON for a page, or for a script, could stumble over.
  private static final class WebPageEscapes extends CharacterEscapes {
    private static final long serialVersionUID = 1;
    private static final SerializedString LINE = new SerializedString("\\u2028");
    private static final SerializedString PARAGRAPH = new SerializedString("\\u2029");

    private final int[] codes = standardAsciiEscapesForJSON();

    WebPageEscapes() {
      for (char c : new char[] {'<', '>', '&'}) {
        codes[c] = ESCAPE_STANDARD;
      }
    }

    @Override
    public int[] getEscapeCodesForAscii() {
      return codes.clone();
    }

    @Override
    public @Nullable SerializableString getEscapeSequence(int c) {
      return switch (c) {
        case 0x2028 -> LINE;
        case 0x2029 -> PARAGRAPH;
        default -> null;
      };
    }
  }

  /// The value as bytes.
  public static byte[] bytes(@Nullable Object value) {
    return MAPPER.writeValueAsBytes(value);
  }

  /// The value as text.
  public static String text(@Nullable Object value) {
    return new String(bytes(value), StandardCharsets.UTF_8);
  }

  /// A record that was stored as JSON, with the names of its components.
  public static <T extends Record> T read(String json, Class<T> type) {
    return STORED.readValue(json, type);
  }

  /// Writes the values as one list, each as it comes.
  public static void writeList(Iterable<?> values, OutputStream out) throws IOException {
    out.write('[');
    boolean first = true;
    for (Object value : values) {
      if (!first) {
        out.write(',');
      }
      first = false;
      try {
        out.write(MAPPER.writeValueAsBytes(value));
      } catch (JacksonException e) {
        throw new IOException(e);
      }
    }
    out.write(']');
  }
}
