package org.entrepot.format.deb822;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.entrepot.format.FormatException;
import org.entrepot.format.Seed;
import org.junit.jupiter.api.Test;

/// Compares the reader with a plain one that works line by line on text.
class StanzaReaderFuzzTest {
  @Test
  void readsWhatThePlainReaderReads() throws IOException {
    var random = Seed.random("StanzaReaderFuzzTest");
    int accepted = 0;
    for (int i = 0; i < 60_000; i++) {
      var text = Seed.text(random, "\n\n\n\r :::AAab##-\t\u00ff\u0000", 24);
      byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
      var expected = plain(text);
      var actual = actual(bytes);
      assertThat(actual).as(text).isEqualTo(expected);
      accepted += actual.isPresent() ? 1 : 0;
    }
    assertThat(accepted).isGreaterThan(2_000);
  }

  @Test
  void randomBytesAreReadOrRefused() throws IOException {
    var random = Seed.random("StanzaReaderFuzzTest bytes");
    for (int i = 0; i < 3_000; i++) {
      var bytes = new byte[random.nextInt(200)];
      random.nextBytes(bytes);
      var _ = actual(bytes);
    }
  }

  private static Optional<List<String>> actual(byte[] bytes) throws IOException {
    var stanzas = new ArrayList<String>();
    try (var reader = new StanzaReader(new ByteArrayInputStream(bytes), "fuzz")) {
      for (var next = reader.read(); next.isPresent(); next = reader.read()) {
        var stanza = next.get();
        stanzas.add(new String(stanza.toBytes(), StandardCharsets.ISO_8859_1));
        assertThat(Stanza.parse(stanza.toBytes(), "again")).isEqualTo(stanza);
        for (var field : stanza.fields()) {
          assertThat(stanza.find(field.name().name())).hasValue(field);
          assertThat(field.text()).isNotNull();
        }
      }
      return Optional.of(stanzas);
    } catch (FormatException e) {
      assertThat(e.getMessage()).isNotEmpty();
      return Optional.empty();
    }
  }

  /// The stanzas as cleaned text, or empty when the text is malformed.
  private static Optional<List<String>> plain(String text) {
    var stanzas = new ArrayList<String>();
    var fields = new LinkedHashMap<String, String>();
    String name = "";
    for (var rawLine : (text + "\n").split("\n", -1)) {
      var line = rawLine.replaceAll("\r+$", "");
      if (line.isEmpty()) {
        if (!fields.isEmpty()) {
          stanzas.add(String.join("", fields.values()));
        }
        fields.clear();
      } else if (line.matches("(?s)[ \t].*")) {
        if (!fields.isEmpty()) {
          fields.merge(name, line + "\n", String::concat);
        } else if (!line.matches("[ \t]*")) {
          return Optional.empty();
        }
      } else if (!line.startsWith("#")) {
        if (!line.matches("(?s)[!-~&&[^:#-]][!-~&&[^:]]*[ \t]*:.*")) {
          return Optional.empty();
        }
        name = line.substring(0, line.indexOf(':')).strip().toLowerCase(Locale.ROOT);
        fields.remove(name);
        fields.put(name, line + "\n");
      }
    }
    return Optional.of(stanzas);
  }
}
