package org.entrepot.openpgp.sign;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.List;
import org.entrepot.format.clearsign.ClearSigned;
import org.entrepot.openpgp.OpenPgpException;
import org.entrepot.openpgp.OpenPgpException.Reason;
import org.entrepot.openpgp.key.SignatureType;
import org.entrepot.openpgp.key.SigningKey;
import org.entrepot.openpgp.packet.Armor;

/// Signs with one or several keys of our own, in their order, without any program. The same keys,
/// bytes and time give the same signature.
public final class InternalSigner implements Signer {
  private volatile List<SigningKey> keys;

  /// A signer with these keys; at least one.
  public InternalSigner(List<SigningKey> keys) {
    if (keys.isEmpty()) {
      throw new OpenPgpException(Reason.MISSING_KEY, "there is no key to sign with");
    }
    this.keys = List.copyOf(keys);
  }

  @Override
  public void check() {
    // The keys are here and open.
  }

  @Override
  public byte[] clearSign(byte[] text, Instant time) {
    byte[] signature = armored(SignatureType.CANONICAL_TEXT, ClearSigned.toSigned(text), time);
    return ClearSigned.frame(text, List.of(SigningKey.HASH_NAME), signature);
  }

  @Override
  public byte[] detachSign(byte[] data, Instant time) {
    return armored(SignatureType.BINARY, data, time);
  }

  private byte[] armored(SignatureType type, byte[] data, Instant time) {
    var packets = new ByteArrayOutputStream();
    for (SigningKey key : openKeys()) {
      packets.writeBytes(key.sign(type, data, time));
    }
    return Armor.write(Armor.SIGNATURE, packets.toByteArray());
  }

  private List<SigningKey> openKeys() {
    List<SigningKey> open = keys;
    if (open.isEmpty()) {
      throw new IllegalStateException("this signer is closed");
    }
    return open;
  }

  @Override
  public void close() {
    keys = List.of();
  }
}
