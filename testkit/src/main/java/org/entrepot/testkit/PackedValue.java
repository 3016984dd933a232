package org.entrepot.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// MessagePack of the old specification, as aptly writes it: texts and bytes are raw.
public final class PackedValue {
  private static final byte NIL = (byte) 0xc0;

  private PackedValue() {}

  /// A map with these members, names and values by turns.
  public static Map<String, Object> map(Object... namesAndValues) {
    var members = new LinkedHashMap<String, Object>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      members.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return members;
  }

  /// The bytes of a map, list, text, `byte[]`, number, truth value or (for an empty optional) nil.
  public static byte[] bytes(Object value) {
    var out = new ByteArrayOutputStream();
    write(value, out);
    return out.toByteArray();
  }

  private static void write(Object value, ByteArrayOutputStream out) {
    switch (value) {
      case Map<?, ?> map -> {
        head(0xde, map.size(), out);
        map.forEach((name, member) -> {
          write(name, out);
          write(member, out);
        });
      }
      case List<?> list -> {
        head(0xdc, list.size(), out);
        list.forEach(item -> write(item, out));
      }
      case String text -> write(text.getBytes(StandardCharsets.UTF_8), out);
      case byte[] bytes -> {
        if (bytes.length < 32) {
          out.write(0xa0 | bytes.length);
        } else if (bytes.length < 1 << 16) {
          head(0xda, bytes.length, out);
        } else {
          out.write(0xdb);
          out.writeBytes(ByteBuffer.allocate(4).putInt(bytes.length).array());
        }
        out.writeBytes(bytes);
      }
      case Boolean flag -> out.write(flag ? 0xc3 : 0xc2);
      case Long number -> {
        out.write(0xd3);
        out.writeBytes(ByteBuffer.allocate(8).putLong(number).array());
      }
      default -> out.write(NIL);
    }
  }

  private static void head(int type, int count, ByteArrayOutputStream out) {
    out.write(type);
    out.writeBytes(ByteBuffer.allocate(2).putShort((short) count).array());
  }
}
