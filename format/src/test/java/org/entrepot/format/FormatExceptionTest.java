package org.entrepot.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class FormatExceptionTest {
  @Test
  void saysWhereWhatAndWhichRule() {
    var fault = FormatException.atLine("a.dsc", 3, "the line has no colon", "Policy 5.1", "Foo");
    assertThat(fault).hasMessage("a.dsc, line 3: the line has no colon: \"Foo\" (Policy 5.1)");
    assertThat(fault.line()).hasValue(3);
    assertThat(fault.offset()).isEmpty();
    assertThat(fault.problem()).isEqualTo("the line has no colon");
    assertThat(fault.rule()).isEqualTo("Policy 5.1");
    assertThat(fault.source()).isEqualTo("a.dsc");
  }

  @Test
  void namesAByteOffset() {
    var fault = FormatException.atOffset("a.deb", 60, "bad magic", "deb(5)");
    assertThat(fault).hasMessage("a.deb, byte 60: bad magic (deb(5))");
    assertThat(fault.offset()).hasValue(60);
    assertThat(fault.line()).isEmpty();
  }

  @Test
  void leavesOutWhatIsNotKnown() {
    assertThat(FormatException.of("", "is empty", "", "")).hasMessage("is empty");
  }

  @Test
  void shortensAndDisarmsTheExcerpt() {
    var fault = FormatException.of("a\nb", "is odd", "", "\u001b[31m\uDC80" + "x".repeat(500));
    assertThat(fault.getMessage()).hasSizeLessThan(120).doesNotContain("\u001b", "\n", "\uDC80");
    assertThat(fault.excerpt()).endsWith("...").startsWith("\uFFFD[31m\uFFFD");
  }

  @Test
  void keepsWholeCharactersBeyondTheBasicPlane() {
    assertThat(FormatException.of("", "is odd", "", "a😀b").excerpt()).isEqualTo("a😀b");
  }

  @Test
  void canBeToldOfAnotherSourceAndKeepsTheCause() {
    var cause = new IOException("x");
    var inner = FormatException.atLine("control", 2, "is odd", "R", "e").causedBy(cause);
    var outer = inner.in("a.deb");
    assertThat(outer).hasMessage("a.deb, line 2: is odd: \"e\" (R)").hasCause(inner);
    assertThat(outer).hasRootCause(cause);
  }
}
