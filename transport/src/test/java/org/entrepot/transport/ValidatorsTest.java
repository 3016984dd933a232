package org.entrepot.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValidatorsTest {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '|',
      value = {
        "|Mon, 30 Nov 2026 10:00:00 GMT|, |Mon, 30 Nov 2026 10:00:00 GMT|, false",
        "|Mon, 30 Nov 2026 10:00:00 GMT|, |Mon, 30 Nov 2026 10:00:01 GMT|, false",
        "|Mon, 30 Nov 2026 10:00:00 GMT|, |Mon, 30 Nov 2026 10:00:02 GMT|, true",
        "|Mon, 30 Nov 2026 10:00:09 GMT|, |Mon, 30 Nov 2026 10:00:00 GMT|, false",
        "||, |Mon, 30 Nov 2026 10:00:00 GMT|, true",
        "|Mon, 30 Nov 2026 10:00:00 GMT|, ||, true",
        "yesterday, |Mon, 30 Nov 2026 10:00:00 GMT|, true",
      })
  void whatChangedJustBeforeTheAnswerIsNotKnownByItsDate(
      String lastModified, String date, boolean known) {
    assertThat(Validators.of("\"tag\"", lastModified, date).areKnown()).isEqualTo(known);
  }
}
