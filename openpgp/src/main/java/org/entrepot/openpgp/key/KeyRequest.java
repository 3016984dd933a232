package org.entrepot.openpgp.key;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.entrepot.openpgp.OpenPgpException;
import org.entrepot.openpgp.OpenPgpException.Reason;

/// A key to be made.
///
/// @param algorithm what it is made of
/// @param userId whose it is, usually `Name <address>`; one line of 1 to 500 bytes
/// @param validFor how long it is valid, in whole seconds; empty means for ever
public record KeyRequest(KeyAlgorithm algorithm, String userId, Optional<Duration> validFor) {
  private static final int LONGEST_USER_ID = 500;
  private static final long LONGEST_SECONDS = 0xFFFF_FFFFL;

  /// Refuses what other programs would stumble over.
  public KeyRequest {
    if (userId.isBlank()
        || !userId.equals(userId.strip())
        || userId.codePoints().anyMatch(KeyRequest::isUnprintable)
        || userId.getBytes(StandardCharsets.UTF_8).length > LONGEST_USER_ID) {
      throw new OpenPgpException(
          Reason.INVALID_REQUEST,
          "the user id of a key must be one line of at most 500 bytes without blanks around it,"
              + " such as \"Example archive <archive@example.org>\"");
    }
    validFor.ifPresent(duration -> {
      if (duration.toSeconds() < 1 || duration.toSeconds() > LONGEST_SECONDS) {
        throw new OpenPgpException(
            Reason.INVALID_REQUEST, "a key must be valid for one second to 136 years");
      }
    });
  }

  /// A key that never expires.
  public static KeyRequest of(KeyAlgorithm algorithm, String userId) {
    return new KeyRequest(algorithm, userId, Optional.empty());
  }

  private static boolean isUnprintable(int codePoint) {
    return Character.isISOControl(codePoint)
        || Character.getType(codePoint) == Character.SURROGATE
        || Character.getType(codePoint) == Character.LINE_SEPARATOR
        || Character.getType(codePoint) == Character.PARAGRAPH_SEPARATOR;
  }
}
