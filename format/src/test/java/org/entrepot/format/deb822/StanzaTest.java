package org.entrepot.format.deb822;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.entrepot.format.FormatException;
import org.entrepot.format.Seed;
import org.entrepot.format.text.ByteText;
import org.junit.jupiter.api.Test;

class StanzaTest {
  private static final String TEXT =
      "Package: data\nDESCRIPTION: test data\n long text\n .\n more\nEmpty:\nX-Tab:\tx\n";

  private static Stanza stanza(String text) throws FormatException {
    return Stanza.parse(text, "test");
  }

  @Test
  void findsFieldsInWhateverCase() throws Exception {
    var stanza = stanza(TEXT);
    assertThat(stanza.size()).isEqualTo(4);
    assertThat(stanza.text("package")).isEqualTo("data");
    assertThat(stanza.find("description").orElseThrow().block())
        .isEqualTo(" test data\n long text\n .\n more\n");
    assertThat(stanza.find("description").orElseThrow().name()).hasToString("DESCRIPTION");
    assertThat(stanza.findText("Empty")).hasValue("");
    assertThat(stanza.findText("Pack")).isEmpty();
    assertThat(stanza.findText("Packages")).isEmpty();
    assertThat(stanza.findText("")).isEmpty();
    assertThat(stanza.text("None")).isEmpty();
    assertThat(stanza.has("x-tab")).isTrue();
    assertThat(stanza.has("tab")).isFalse();
    assertThat(stanza.has("X-Tab:\tx\nmuch longer than what is left")).isFalse();
  }

  @Test
  void keepsEveryByte() throws Exception {
    assertThat(stanza(TEXT).toText()).isEqualTo(TEXT);
    byte[] latin1 = "Maintainer: Jos\u00e9\n".getBytes(StandardCharsets.ISO_8859_1);
    var stanza = Stanza.parse(latin1, "test");
    assertThat(stanza.toBytes()).isEqualTo(latin1);
    assertThat(stanza.with("A", "b").without("A").toBytes()).isEqualTo(latin1);
    assertThat(Stanza.of(stanza.fields())).isEqualTo(stanza);
    assertThat(stanza.text("Maintainer")).isEqualTo("Jos\uFFFD");
  }

  @Test
  void theBytesGivenOutAreACopy() throws Exception {
    var stanza = stanza("A: b\n");
    stanza.toBytes()[0] = 'X';
    assertThat(stanza.text("A")).isEqualTo("b");
  }

  @Test
  void replacesAFieldInItsPlaceOrAppendsIt() throws Exception {
    var stanza = stanza("A: 1\nB: 2\n");
    assertThat(stanza.with("a", "3").toText()).isEqualTo("a: 3\nB: 2\n");
    assertThat(stanza.with("C", "\n x\n y").toText()).isEqualTo("A: 1\nB: 2\nC:\n x\n y\n");
    assertThat(stanza.toText()).isEqualTo("A: 1\nB: 2\n");
  }

  @Test
  void removesAField() throws Exception {
    var stanza = stanza("A: 1\nB: 2\n x\nC: 3\n");
    assertThat(stanza.without("b").toText()).isEqualTo("A: 1\nC: 3\n");
    assertThat(stanza.without("b").text("C")).isEqualTo("3");
    assertThat(stanza.without("A").without("C").toText()).isEqualTo("B: 2\n x\n");
    assertThat(stanza.without("D")).isSameAs(stanza);
    assertThat(stanza.without("A").without("B").without("C")).isEqualTo(Stanza.empty());
  }

  @Test
  void cannotBeMadeToHoldAnotherFieldOrStanza() throws Exception {
    var stanza = stanza("A: 1\n");
    assertThatThrownBy(() -> stanza.with("B", "x\nC: y"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> stanza.with("B", "x\n\nC: y"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> stanza.with("B: z\nC", "y"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void ofRepeatedFieldsTheLastStays() {
    var stanza = Stanza.of(List.of(Field.of("A", "1"), Field.of("B", "2"), Field.of("a", "3")));
    assertThat(stanza.toText()).isEqualTo("B: 2\na: 3\n");
  }

  @Test
  void writesWholeAndByField() throws Exception {
    var stanza = stanza("A: 1\nB: 2\n x\n");
    var whole = new ByteArrayOutputStream();
    stanza.writeTo(whole);
    assertThat(whole.toString(StandardCharsets.UTF_8)).isEqualTo(stanza.toText());
    var one = new ByteArrayOutputStream();
    stanza.writeField(1, one);
    assertThat(one.toString(StandardCharsets.UTF_8)).isEqualTo("B: 2\n x\n");
    assertThat(stanza.sizeBytes()).isEqualTo(whole.size());
    assertThat(stanza.fieldName(1)).isEqualTo(new FieldName("b"));
    assertThat(stanza.field(1).value()).isEqualTo(" 2\n x");
  }

  @Test
  void oneStanzaIsExactlyOne() {
    assertThatThrownBy(() -> stanza("\n\n"))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("holds no stanza");
    assertThatThrownBy(() -> stanza("A: 1\n\nB: 2\n"))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("more than one");
  }

  @Test
  void whatIsWrittenIsReadBackEqual() throws Exception {
    var random = Seed.random("StanzaTest");
    for (int i = 0; i < 5_000; i++) {
      var fields = new ArrayList<Field>();
      int count = 1 + random.nextInt(12);
      for (int f = 0; f < count; f++) {
        var value = new StringBuilder(Seed.text(random, " \tabc:#-é日\uDCE9😀", 12));
        int lines = random.nextInt(4);
        for (int l = 0; l < lines; l++) {
          value.append(random.nextBoolean() ? "\n " : "\n\t");
          value.append(Seed.text(random, " \t.:#ab\uDCFF", 8));
        }
        var name = "F" + Seed.text(random, "abAB-#9", 3);
        fields.add(Field.of(name, ByteText.decode(ByteText.encode(value.toString()))));
      }
      var stanza = Stanza.of(fields);
      assertThat(stanza.fields()).isSubsetOf(fields);
      var read = Stanza.parse(stanza.toBytes(), "test");
      assertThat(read).isEqualTo(stanza).hasSameHashCodeAs(stanza);
      assertThat(read.fields()).isEqualTo(stanza.fields());
      for (var field : fields) {
        assertThat(read.find(field.name().name())).isPresent();
      }
    }
  }

  @Test
  void anEmptyStanzaWritesNothing() throws IOException {
    var out = new ByteArrayOutputStream();
    Stanza.empty().writeTo(out);
    assertThat(out.size()).isZero();
    assertThat(Stanza.empty().isEmpty()).isTrue();
  }
}
