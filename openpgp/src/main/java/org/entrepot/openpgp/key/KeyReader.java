package org.entrepot.openpgp.key;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.bouncycastle.openpgp.PGPSecretKeyRing;
import org.bouncycastle.openpgp.operator.bc.BcKeyFingerprintCalculator;
import org.entrepot.openpgp.OpenPgpException;
import org.entrepot.openpgp.OpenPgpException.Reason;
import org.entrepot.openpgp.packet.Armor;
import org.entrepot.openpgp.packet.Keybox;
import org.entrepot.openpgp.packet.Packet;

/// Reads keys from bytes in any of their forms: armored, binary packets, keybox.
///
/// The packets are framed here and handed to the library one transferable key (RFC 4880 section
/// 11.1) at a time, so that one key it cannot read (version 3, an unknown curve) does not hide its
/// neighbours. Trust packets and user attributes (photographs) are left out.
final class KeyReader {
  private KeyReader() {}

  /// One key of a file.
  sealed interface Entry {
    record Public(PGPPublicKeyRing ring) implements Entry {}

    record Secret(PGPSecretKeyRing ring) implements Entry {}

    /// A key that cannot be read, and why.
    record Unreadable(String problem) implements Entry {}
  }

  /// The keys in these bytes, in order. Throws MALFORMED if the bytes are not framed as keys at
  /// all.
  static List<Entry> read(byte[] bytes, String source) {
    if (bytes.length == 0) {
      return List.of();
    }
    if (Keybox.isKeybox(bytes)) {
      byte[] packets = Keybox.packets(bytes, source);
      return packets.length == 0 ? List.of() : fromPackets(packets, source);
    }
    if (!Armor.isText(bytes)) {
      return fromPackets(bytes, source);
    }
    var entries = new ArrayList<Entry>();
    List<Armor.Block> blocks = Armor.read(bytes, source);
    for (Armor.Block block : blocks) {
      if (block.label().equals(Armor.PUBLIC_KEY) || block.label().equals(Armor.PRIVATE_KEY)) {
        entries.addAll(fromPackets(block.content(), source));
      }
    }
    if (entries.isEmpty()) {
      throw new OpenPgpException(
          Reason.CORRUPT_KEY,
          blocks.isEmpty()
              ? source + " is no OpenPGP key: neither armored nor binary"
              : "%s holds a %s, but no key".formatted(source, blocks.getFirst().label()));
    }
    return entries;
  }

  private static List<Entry> fromPackets(byte[] bytes, String source) {
    var entries = new ArrayList<Entry>();
    var current = new ByteArrayOutputStream();
    int kind = 0;
    for (Packet packet : Packet.readAll(bytes, source)) {
      int tag = packet.tag();
      if (tag == Packet.PUBLIC_KEY || tag == Packet.SECRET_KEY) {
        if (kind != 0) {
          entries.add(entry(kind, current.toByteArray()));
        }
        current.reset();
        kind = tag;
      }
      if (kind != 0 && belongsToKey(tag)) {
        current.writeBytes(packet.bytes());
      }
    }
    if (kind == 0) {
      throw new OpenPgpException(Reason.CORRUPT_KEY, source + " holds packets, but no key");
    }
    entries.add(entry(kind, current.toByteArray()));
    return entries;
  }

  private static boolean belongsToKey(int tag) {
    return switch (tag) {
      case Packet.PUBLIC_KEY,
          Packet.SECRET_KEY,
          Packet.PUBLIC_SUBKEY,
          Packet.SECRET_SUBKEY,
          Packet.USER_ID,
          Packet.SIGNATURE ->
          true;
      default -> false;
    };
  }

  private static Entry entry(int kind, byte[] packets) {
    var fingerprints = new BcKeyFingerprintCalculator();
    try {
      if (kind == Packet.PUBLIC_KEY) {
        var ring = new PGPPublicKeyRing(packets, fingerprints);
        requireVersion(ring.getPublicKey().getVersion());
        return new Entry.Public(ring);
      }
      var ring = new PGPSecretKeyRing(packets, fingerprints);
      // Also asks for the public half as a whole, which the library checks only now.
      requireVersion(ring.toCertificate().getPublicKey().getVersion());
      return new Entry.Secret(ring);
    } catch (IOException | PGPException | RuntimeException e) {
      // The library throws whatever happens to break on damaged keys.
      return new Entry.Unreadable(String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    }
  }

  private static void requireVersion(int version) throws PGPException {
    if (version != 4 && version != 6) {
      throw new PGPException("keys of version " + version + " are not supported");
    }
  }
}
