package org.entrepot.openpgp.verify;

import java.util.List;
import java.util.stream.Collectors;
import org.entrepot.openpgp.OpenPgpException;
import org.entrepot.openpgp.OpenPgpException.Reason;

/// What was signed, and what each signature is worth. Immutable.
public final class Verification {
  private final String source;
  private final byte[] text;
  private final List<SignatureCheck> signatures;

  Verification(String source, byte[] text, List<SignatureCheck> signatures) {
    this.source = source;
    this.text = text;
    this.signatures = List.copyOf(signatures);
  }

  /// The bytes that were checked: of a clear-signed message its text, without anything around it
  /// and without the blanks at line ends, which no signature covers.
  public byte[] text() {
    return text.clone();
  }

  /// One result for each signature, in order.
  public List<SignatureCheck> signatures() {
    return signatures;
  }

  /// The good ones.
  public List<SignatureCheck.Good> good() {
    return signatures.stream()
        .filter(SignatureCheck.Good.class::isInstance)
        .map(SignatureCheck.Good.class::cast)
        .toList();
  }

  /// Key ids (16 digits) that are not in the keyring, each once, for a hint what to import.
  public List<String> missingKeys() {
    return signatures.stream()
        .filter(SignatureCheck.UnknownKey.class::isInstance)
        .map(check -> ((SignatureCheck.UnknownKey) check).keyId())
        .distinct()
        .toList();
  }

  /// Whether this may be trusted.
  public boolean isTrusted(AcceptancePolicy policy) {
    int good = good().size();
    return good > 0
        && switch (policy) {
          case ANY_TRUSTED -> signatures.stream().noneMatch(SignatureCheck.Bad.class::isInstance);
          case EVERY_SIGNATURE -> good == signatures.size();
        };
  }

  /// This, if it may be trusted; otherwise UNTRUSTED with what is wrong with each signature.
  public Verification requireTrusted(AcceptancePolicy policy) {
    if (isTrusted(policy)) {
      return this;
    }
    throw new OpenPgpException(
        Reason.UNTRUSTED,
        signatures.isEmpty()
            ? "%s is not signed".formatted(source)
            : "%s is not trusted: %s"
                .formatted(
                    source,
                    signatures.stream()
                        .map(SignatureCheck::describe)
                        .collect(Collectors.joining("; "))));
  }
}
