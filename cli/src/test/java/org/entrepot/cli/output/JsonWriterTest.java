package org.entrepot.cli.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// spec cli 4.6.
final class JsonWriterTest {
  @Test
  void membersStandOnLinesOfTheirOwn() {
    var json =
        JsonWriter.pretty()
            .beginArray()
            .beginObject()
            .member("Name", "a")
            .member("Count", 3)
            .member("Json", true)
            .name("Nothing")
            .none()
            .member("List", List.of("x", "y"))
            .member("Empty", List.of())
            .name("Object")
            .beginObject()
            .endObject()
            .endObject()
            .text("z")
            .endArray()
            .finish();
    assertThat(json)
        .isEqualTo(
            """
            [
              {
                "Name": "a",
                "Count": 3,
                "Json": true,
                "Nothing": null,
                "List": [
                  "x",
                  "y"
                ],
                "Empty": [],
                "Object": {}
              },
              "z"
            ]
            """);
  }

  @Test
  void emptyContainersStayOnOneLine() {
    assertThat(JsonWriter.pretty().beginArray().endArray().finish()).isEqualTo("[]\n");
    assertThat(JsonWriter.pretty().beginObject().endObject().finish()).isEqualTo("{}\n");
  }

  @Test
  void compactHasNoBlanks() {
    var json = JsonWriter.compact().beginObject().member("a", "b").member("c", 1).endObject();
    assertThat(json.finish()).isEqualTo("{\"a\":\"b\",\"c\":1}\n");
  }

  @Test
  void whatIsRiskyInAWebPageIsEscaped() {
    assertThat(JsonWriter.quote("<a href=\"x\">&\u2028\u2029</a>"))
        .isEqualTo("\"\\u003ca href=\\\"x\\\"\\u003e\\u0026\\u2028\\u2029\\u003c/a\\u003e\"");
    assertThat(JsonWriter.quote("\n\r\t\b\f\\\u0000\u001b\u007fä😀/"))
        .isEqualTo("\"\\n\\r\\t\\b\\f\\\\\\u0000\\u001b\u007fä😀/\"");
    assertThat(JsonWriter.quote("\ud800x\udc00")).isEqualTo("\"\\ufffdx\\ufffd\"");
  }

  @ParameterizedTest
  @CsvSource({
    "2024-01-02T03:04:05Z, 2024-01-02T03:04:05Z",
    "2024-01-02T03:04:05.1Z, 2024-01-02T03:04:05.1Z",
    "2024-01-02T03:04:05.120Z, 2024-01-02T03:04:05.12Z",
    "2024-01-02T03:04:05.123456789Z, 2024-01-02T03:04:05.123456789Z",
    "2024-01-02T03:04:05.000000010Z, 2024-01-02T03:04:05.00000001Z",
    "0001-01-01T00:00:00Z, 0001-01-01T00:00:00Z"
  })
  void instantsAreRfc3339InUtc(String instant, String text) {
    assertThat(JsonWriter.rfc3339(Instant.parse(instant))).isEqualTo(text);
  }

  @Test
  void brokenNestingIsNoticed() {
    assertThatThrownBy(() -> JsonWriter.pretty().beginObject().text("x"))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> JsonWriter.pretty().beginObject().endArray())
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> JsonWriter.pretty().beginObject().name("x").endObject())
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> JsonWriter.pretty().beginArray().name("x"))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> JsonWriter.pretty().beginArray().finish())
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> JsonWriter.pretty().text("x").text("y"))
        .isInstanceOf(IllegalStateException.class);
  }
}
