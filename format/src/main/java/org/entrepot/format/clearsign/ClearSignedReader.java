package org.entrepot.format.clearsign;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.entrepot.format.FormatException;

/// Takes one clear-signed message apart, line by line.
final class ClearSignedReader {
  private static final String HASH = "Hash:";

  private final byte[] bytes;
  private final String source;
  private final Lines lines;

  ClearSignedReader(byte[] bytes, String source) {
    this.bytes = bytes;
    this.source = source;
    this.lines = new Lines(bytes);
  }

  ClearSigned read() throws FormatException {
    do {
      require(lines.next(), "no clear-signed message is here");
    } while (lines.isBlank());
    require(lines.is(ClearSigned.BEGIN_MESSAGE), "text stands before the signed message");
    var signed = new ClearSigned(hashNames(), text(), signature());
    while (lines.next()) {
      require(lines.isBlank(), "text stands after the signature");
    }
    return signed;
  }

  private List<String> hashNames() throws FormatException {
    var names = new ArrayList<String>();
    require(lines.next(), "the file ends before the signed text");
    while (!lines.isBlank()) {
      String header = lines.text();
      require(
          header.startsWith(HASH), "an armor header other than Hash stands before the signed text");
      for (String name : header.substring(HASH.length()).split(",", -1)) {
        names.add(name.strip());
      }
      require(lines.next(), "the file ends before the signed text");
    }
    return names;
  }

  private byte[] text() throws FormatException {
    var text = new ByteArrayOutputStream(bytes.length);
    require(lines.next(), "the file ends before the signature");
    while (!lines.is(ClearSigned.BEGIN_SIGNATURE)) {
      if (lines.beginsWithDash()) {
        require(
            lines.unescape(), "a line of the signed text begins with a dash that is not escaped");
      }
      lines.writeTrimmed(text);
      text.write('\n');
      require(lines.next(), "the file ends before the signature");
    }
    return text.toByteArray();
  }

  private byte[] signature() throws FormatException {
    var signature = new ByteArrayOutputStream(1024);
    lines.writeTrimmed(signature);
    signature.write('\n');
    do {
      require(lines.next(), "the file ends inside the signature");
      require(
          !lines.beginsWithDash() || lines.is(ClearSigned.END_SIGNATURE),
          "something else than its end stands inside the signature");
      lines.writeTrimmed(signature);
      signature.write('\n');
    } while (!lines.is(ClearSigned.END_SIGNATURE));
    return signature.toByteArray();
  }

  private void require(boolean condition, String problem) throws FormatException {
    if (!condition) {
      throw FormatException.atLine(source, lines.number(), problem, ClearSigned.RULE, lines.text());
    }
  }
}
