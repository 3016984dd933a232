package org.entrepot.catalog.table;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.entrepot.format.text.ByteText;

/// Paths as bytes, each ended by NUL, the only byte that a path cannot hold.
final class PathList {
  private PathList() {}

  static byte[] bytes(List<String> paths) {
    var bytes = new ByteArrayOutputStream();
    for (var path : paths) {
      bytes.writeBytes(ByteText.encode(path));
      bytes.write(0);
    }
    return bytes.toByteArray();
  }

  static List<String> parse(byte[] bytes) {
    var paths = new ArrayList<String>();
    var from = 0;
    for (var i = 0; i < bytes.length; i++) {
      if (bytes[i] == 0) {
        paths.add(ByteText.decode(bytes, from, i));
        from = i + 1;
      }
    }
    return paths;
  }
}
