package org.entrepot.transport;

import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/// What a server says of the state of a file, to be asked later whether it changed (RFC 9110
/// section 8.8). Both may be empty. Immutable.
///
/// @param entityTag the ETag header, as written
/// @param lastModified the Last-Modified header, as written
public record Validators(String entityTag, String lastModified) {
  /// Nothing is known.
  public static final Validators NONE = new Validators("", "");

  /// Changes that follow each other sooner may have one Last-Modified, and one ETag that is made of
  /// it.
  private static final Duration RESOLUTION = Duration.ofSeconds(2);

  /// What an answer tells, or nothing when the file was changed so shortly before the answer that
  /// the next change could look the same (RFC 9110 section 8.8.2.2).
  ///
  /// @param date the Date header of the answer
  static Validators of(String entityTag, String lastModified, String date) {
    Optional<ZonedDateTime> changed = parsed(lastModified);
    Optional<ZonedDateTime> answered = parsed(date);
    boolean fresh =
        changed.isPresent()
            && answered.isPresent()
            && changed.get().plus(RESOLUTION).isAfter(answered.get());
    return fresh ? NONE : new Validators(entityTag, lastModified);
  }

  private static Optional<ZonedDateTime> parsed(String date) {
    try {
      return Optional.of(ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME));
    } catch (DateTimeParseException _) {
      return Optional.empty(); // absent, or in a form that nobody has to write any more
    }
  }

  /// Whether there is something to ask with.
  public boolean areKnown() {
    return !entityTag.isEmpty() || !lastModified.isEmpty();
  }
}
