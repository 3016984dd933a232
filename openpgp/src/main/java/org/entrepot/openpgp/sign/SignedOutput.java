package org.entrepot.openpgp.sign;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import org.entrepot.format.FormatException;
import org.entrepot.format.clearsign.ClearSigned;
import org.entrepot.openpgp.OpenPgpException;
import org.entrepot.openpgp.OpenPgpException.Reason;
import org.entrepot.openpgp.key.SignatureType;
import org.entrepot.openpgp.packet.Armor;
import org.entrepot.openpgp.packet.Packet;

/// Looks at what a program printed, so that an error message, a key or a signature of the wrong
/// kind is never published as a signature. Whether the signature fits is not checked here: the
/// public key is not known.
final class SignedOutput {
  private final String program;

  SignedOutput(String program) {
    this.program = program;
  }

  /// The detached signature in armor, whether it was printed so or as packets.
  byte[] detached(byte[] printed) {
    byte[] packets = packets(printed);
    hashNames(packets, SignatureType.BINARY);
    return Armor.write(Armor.SIGNATURE, packets);
  }

  /// The clear-signed message, framed here, so that nothing but the signature is the program's:
  /// what was printed is such a message of this text, or the signature only.
  byte[] clearSigned(byte[] printed, byte[] text) {
    if (!ClearSigned.isClearSigned(printed)) {
      byte[] packets = packets(printed);
      return framed(text, packets, Armor.write(Armor.SIGNATURE, packets));
    }
    ClearSigned message = parse(printed);
    byte[] framed = framed(text, packets(message.signature()), message.signature());
    if (!Arrays.equals(message.signedText(), ClearSigned.toSigned(text))) {
      throw failed("printed a clear-signed message of another text");
    }
    return framed;
  }

  private byte[] framed(byte[] text, byte[] packets, byte[] armored) {
    return ClearSigned.frame(text, hashNames(packets, SignatureType.CANONICAL_TEXT), armored);
  }

  private ClearSigned parse(byte[] printed) {
    try {
      return ClearSigned.parse(printed, "the output of " + program);
    } catch (FormatException e) {
      throw failed("printed no usable clear-signed message", e);
    }
  }

  private byte[] packets(byte[] printed) {
    try {
      if (!Armor.isText(printed)) {
        return printed.clone();
      }
      List<Armor.Block> blocks = Armor.read(printed, "the output of " + program);
      if (blocks.size() == 1 && blocks.getFirst().label().equals(Armor.SIGNATURE)) {
        return blocks.getFirst().content();
      }
    } catch (OpenPgpException e) {
      throw failed("printed a damaged signature", e);
    }
    throw failed("printed no signature on its standard output");
  }

  private List<String> hashNames(byte[] packets, SignatureType type) {
    var names = new LinkedHashSet<String>();
    try {
      for (Packet packet : Packet.readAll(packets, "the output of " + program)) {
        byte[] body = packet.body();
        if (packet.tag() != Packet.SIGNATURE || body.length < 4 || body[0] < 4) {
          throw failed("printed something that is no signature of version 4 or later");
        }
        if (body[1] != type.code()) {
          throw failed(
              "made a signature of type 0x%02X where 0x%02X (%s) is needed"
                  .formatted(body[1] & 0xFF, type.code(), type));
        }
        names.add(hashName(body[3]));
      }
    } catch (OpenPgpException e) {
      throw e.reason() == Reason.MALFORMED ? failed("printed a damaged signature", e) : e;
    }
    if (names.isEmpty()) {
      throw failed("printed no signature on its standard output");
    }
    return List.copyOf(names);
  }

  /// RFC 4880 section 9.4.
  private String hashName(byte algorithm) {
    return switch (algorithm) {
      case 8 -> "SHA256";
      case 9 -> "SHA384";
      case 10 -> "SHA512";
      default ->
          throw failed(
              "used digest algorithm %d; apt wants SHA-256 or better".formatted(algorithm));
    };
  }

  private OpenPgpException failed(String problem) {
    return new OpenPgpException(Reason.PROGRAM_FAILED, program + " " + problem);
  }

  private OpenPgpException failed(String problem, Throwable cause) {
    return new OpenPgpException(Reason.PROGRAM_FAILED, program + " " + problem, cause);
  }
}
