package org.entrepot.domain.access;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.entrepot.format.checksum.Sha256;

/// A token as its holder has it: `ent_`, the id (12 hexadecimal digits), `_`, and 64 hexadecimal
/// digits of 256 random bits. Scanners for leaked secrets find it by the prefix.
///
/// Only the SHA-256 of the random bits is ever stored: they cannot be guessed, so nothing slower is
/// needed. Not a record, so that no log shows it by accident. Immutable.
public final class TokenSecret {
  /// How each token begins.
  public static final String PREFIX = "ent_";

  private static final int SECRET_BYTES = 32;
  private static final Pattern FORM =
      Pattern.compile(PREFIX + "([0-9a-f]{12})_([0-9a-f]{" + 2 * SECRET_BYTES + "})");

  private final TokenId id;
  private final byte[] secret;

  private TokenSecret(TokenId id, byte[] secret) {
    this.id = id;
    this.secret = secret;
  }

  /// A new token.
  ///
  /// @param random must be fit for secrets, such as `SecureRandom`
  public static TokenSecret generate(RandomGenerator random) {
    var id = new byte[TokenId.LENGTH / 2];
    random.nextBytes(id);
    var secret = new byte[SECRET_BYTES];
    random.nextBytes(secret);
    return new TokenSecret(new TokenId(HexFormat.of().formatHex(id)), secret);
  }

  /// The token of its text; empty for any other text.
  public static Optional<TokenSecret> parse(String text) {
    var matcher = FORM.matcher(text);
    return matcher.matches()
        ? Optional.of(
            new TokenSecret(
                new TokenId(matcher.group(1)), HexFormat.of().parseHex(matcher.group(2))))
        : Optional.empty();
  }

  /// The public part.
  public TokenId id() {
    return id;
  }

  /// What may be stored.
  public Sha256 digest() {
    try {
      return Sha256.of(MessageDigest.getInstance("SHA-256").digest(secret));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK has no SHA-256", e);
    }
  }

  /// Whether this is the token of a stored digest; takes the same time whatever the answer.
  public boolean matches(Sha256 stored) {
    return MessageDigest.isEqual(digest().bytes(), stored.bytes());
  }

  /// The whole text, for its holder only.
  public String reveal() {
    return PREFIX + id + "_" + HexFormat.of().formatHex(secret);
  }

  /// Hides the secret.
  @Override
  public String toString() {
    return PREFIX + id + "_...";
  }
}
