package org.entrepot.format.deb822;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.entrepot.format.FormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StanzaReaderTest {
  private static List<String> read(String text) throws FormatException, IOException {
    return read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static List<String> read(InputStream in) throws FormatException, IOException {
    var stanzas = new ArrayList<String>();
    try (var reader = new StanzaReader(in, "test")) {
      for (var next = reader.read(); next.isPresent(); next = reader.read()) {
        stanzas.add(next.get().toText());
      }
      assertThat(reader.read()).isEmpty();
    }
    return stanzas;
  }

  @Test
  void anEmptyLineEndsAStanza() throws Exception {
    assertThat(read("A: 1\n\nB: 2\n")).containsExactly("A: 1\n", "B: 2\n");
  }

  @Test
  void emptyLinesBeforeBetweenAndAfterDoNotMatter() throws Exception {
    assertThat(read("\n\n\nA: 1\n\n\n\nB: 2\n\n\n")).containsExactly("A: 1\n", "B: 2\n");
    assertThat(read("")).isEmpty();
    assertThat(read("\n")).isEmpty();
  }

  @Test
  void aLineOfBlanksContinuesTheField() throws Exception {
    assertThat(read("A: 1\n \t\nB: 2\n")).containsExactly("A: 1\n \t\nB: 2\n");
    assertThat(read("  \n\t\nA: 1\n")).containsExactly("A: 1\n");
  }

  @Test
  void theLastNewlineMayBeMissing() throws Exception {
    assertThat(read("A: 1\n b")).containsExactly("A: 1\n b\n");
    assertThat(read("A:")).containsExactly("A:\n");
  }

  @Test
  void carriageReturnsAtLineEndsAreDropped() throws Exception {
    assertThat(read("A: 1\r\n b\r\r\n\r\nB: 2\r3\r\n\r\r\nC: 3\r"))
        .containsExactly("A: 1\n b\n", "B: 2\r3\n", "C: 3\n");
  }

  @Test
  void commentsAreLeftOut() throws Exception {
    assertThat(read("# x\n\n#y\nA: 1\n# z: z\n b\n#\nB: 2\n#end\n\n#\n"))
        .containsExactly("A: 1\n b\nB: 2\n");
    assertThat(read("A: 1\n #no comment\n")).containsExactly("A: 1\n #no comment\n");
  }

  @Test
  void ofRepeatedFieldsTheLastStays() throws Exception {
    assertThat(read("A: 1\n x\nB: 2\na: 3\n\nA: 4\n")).containsExactly("B: 2\na: 3\n", "A: 4\n");
    assertThat(read("A: 1\nA: 2\nA : 3\n")).containsExactly("A : 3\n");
  }

  @Test
  void namesWithEqualHashesAreNotRepetitions() throws Exception {
    // 31 * 97 + 62 = 31 * 96 + 93.
    var one = "a" + (char) 97 + (char) 62;
    var other = "a" + (char) 96 + (char) 93;
    var text = one + ": 1\n" + other + ": 2\n";
    assertThat(read(text)).containsExactly(text);
  }

  @Test
  void blanksMayStandBeforeTheColon() throws Exception {
    try (var in = new ByteArrayInputStream("A \t: 1\n".getBytes(StandardCharsets.UTF_8));
        var reader = new StanzaReader(in, "test")) {
      var stanza = reader.read().orElseThrow();
      assertThat(stanza.text("a")).isEqualTo("1");
      assertThat(stanza.fieldName(0)).hasToString("A");
      assertThat(stanza.toText()).isEqualTo("A \t: 1\n");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"B", "B C: x", ": x", "-B: x", "B\u0000: x", "é: x", " x: y", "\tx"})
  void refusesLinesThatAreNoField(String line) {
    assertThatThrownBy(() -> read("A: 1\n\n" + line + "\n"))
        .isInstanceOf(FormatException.class)
        .hasMessageStartingWith("test, line 3: the line ")
        .hasMessageContaining("Policy 5.1");
  }

  @Test
  void refusesALineBeyondTheLimit() throws Exception {
    int room = StanzaReader.MAX_LINE_BYTES - "A:\n".length();
    assertThat(read("A:" + "x".repeat(room) + "\n")).hasSize(1);
    assertThatThrownBy(() -> read("A:" + "x".repeat(room + 1) + "\n"))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("longer than 2097152 bytes");
  }

  @Test
  void refusesEndlessInputInBoundedMemory() {
    for (var part : List.of("x", "A:x\n", " \n", "#\n")) {
      assertThatThrownBy(() -> read(endless("A: 1\n", part)))
          .isInstanceOf(FormatException.class)
          .hasMessageContaining("test, line ");
    }
  }

  @Test
  void readsALargeStanza() throws Exception {
    var text = "A:" + ("\n " + "x".repeat(1_000)).repeat(5_000) + "\n";
    assertThat(read(text + "\n" + text)).containsExactly(text, text);
  }

  @Test
  void refusesTooManyFields() throws Exception {
    var text = new StringBuilder();
    for (int i = 0; i < StanzaReader.MAX_FIELDS; i++) {
      text.append("F").append(i).append(":\n");
    }
    assertThat(read(text.toString())).containsExactly(text.toString());
    assertThatThrownBy(() -> read(text + "More:\n"))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("1024 fields");
  }

  @Test
  void manyStanzasCrossTheBufferWhereverItEnds() throws Exception {
    var expected = new ArrayList<String>();
    var text = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      var stanza = "Package: p" + i + "\nX: " + "y".repeat(i % 97) + "\n z\n";
      expected.add(stanza);
      text.append(stanza).append('\n');
    }
    assertThat(read(text.toString())).isEqualTo(expected);
  }

  @Test
  void anErrorOfTheStreamIsNotAnErrorOfTheFormat() {
    var in =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("gone");
          }

          @Override
          public int read(byte[] into, int offset, int length) throws IOException {
            throw new IOException("gone");
          }
        };
    assertThatThrownBy(() -> read(in)).isInstanceOf(IOException.class).hasMessage("gone");
  }

  @Test
  void countsLinesOverAllStanzas() {
    assertThatThrownBy(() -> read("A: 1\n x\n\n#\nB: 1\nbad\n"))
        .isInstanceOfSatisfying(FormatException.class, e -> assertThat(e.line()).hasValue(6))
        .hasMessageContaining("\"bad\"");
  }

  @Test
  void ioStreamsThatGiveOneByteAtATimeReadTheSame() throws Exception {
    var text = "A: 1\n b\n\n# c\nB: 2\r\n\nC: 3";
    var slow =
        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)) {
          @Override
          public synchronized int read(byte[] b, int off, int len) {
            return super.read(b, off, Math.min(1, len));
          }
        };
    assertThat(read(slow)).isEqualTo(read(text));
  }

  @Test
  void findsTheFirstNewlineAmongSimilarBytes() {
    var bytes = new byte[64];
    for (int filler : new int[] {0, 9, 11, 0x0b, 0x8a, 0xff}) {
      for (int at = 0; at < bytes.length; at++) {
        Arrays.fill(bytes, (byte) filler);
        bytes[at] = '\n';
        bytes[63] = '\n';
        assertThat(Newlines.find(bytes, 0, 64)).isEqualTo(at);
        assertThat(Newlines.find(bytes, at, 64)).isEqualTo(at);
        assertThat(Newlines.find(bytes, 0, at)).isEqualTo(-1);
      }
    }
  }

  private static InputStream endless(String start, String part) {
    byte[] first = start.getBytes(StandardCharsets.UTF_8);
    byte[] rest = part.getBytes(StandardCharsets.UTF_8);
    return new InputStream() {
      private long position;

      @Override
      public int read() {
        long at = position++;
        return at < first.length
            ? first[(int) at]
            : rest[(int) ((at - first.length) % rest.length)];
      }

      @Override
      public int read(byte[] into, int offset, int length) {
        for (int i = 0; i < length; i++) {
          into[offset + i] = (byte) read();
        }
        return length;
      }
    };
  }

  @Test
  void nothingIsReadBeyondTheEnd() throws Exception {
    try (var reader = new StanzaReader(new ByteArrayInputStream(new byte[0]), "test")) {
      assertThat(reader.read()).isEqualTo(Optional.empty());
      assertThat(reader.read()).isEqualTo(Optional.empty());
    }
  }
}
