package org.entrepot.service.takeover.aptly;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.entrepot.format.text.ByteText;
import org.entrepot.service.takeover.leveldb.DamagedDatabaseException;
import org.jspecify.annotations.Nullable;

/// Reads MessagePack (the old specification, in which texts are *raw*; the forms that the present
/// one added for texts and bytes are read too). Floating point numbers and extensions, which aptly
/// does not write, are refused.
///
/// Values become null, `Boolean`, `Long` (unsigned ones of 64 bits with their bits), `byte[]`,
/// `List` and `Map`. Reading is bounded by the bytes that there are: no room is made for what the
/// rest is too short for, and maps and lists lie in each other at most [#MOST_LEVELS] deep.
final class PackedReader {
  private static final int MOST_LEVELS = 16;

  private final ByteBuffer in;
  private final String name;

  /// `name` says what is read, for errors.
  PackedReader(byte[] bytes, int from, String name) {
    this.in = ByteBuffer.wrap(bytes, from, bytes.length - from);
    this.name = name;
  }

  boolean hasMore() {
    return in.hasRemaining();
  }

  /// The next value, which lies in `level` others.
  @Nullable Object read(int level) throws DamagedDatabaseException {
    if (level > MOST_LEVELS) {
      throw AptlyRecord.damaged(name, "has maps or lists more than " + MOST_LEVELS + " deep");
    }
    try {
      int head = in.get() & 0xff;
      if (head < 0x80 || head >= 0xe0) {
        return (long) (byte) head;
      }
      return switch (head >>> 4) {
        case 0x8 -> map(head & 0x0f, level);
        case 0x9 -> list(head & 0x0f, level);
        case 0xa, 0xb -> raw(head & 0x1f);
        default -> withHead(head, level);
      };
    } catch (BufferUnderflowException e) {
      throw AptlyRecord.damaged(name, "is cut off");
    }
  }

  private @Nullable Object withHead(int head, int level) throws DamagedDatabaseException {
    return switch (head) {
      case 0xc0 -> null;
      case 0xc2 -> false;
      case 0xc3 -> true;
      case 0xcc -> in.get() & 0xffL;
      case 0xcd -> in.getShort() & 0xffffL;
      case 0xce -> in.getInt() & 0xffffffffL;
      case 0xcf, 0xd3 -> in.getLong();
      case 0xd0 -> (long) in.get();
      case 0xd1 -> (long) in.getShort();
      case 0xd2 -> (long) in.getInt();
      case 0xc4, 0xd9 -> raw(in.get() & 0xff);
      case 0xc5, 0xda -> raw(in.getShort() & 0xffff);
      case 0xc6, 0xdb -> raw(in.getInt());
      case 0xdc -> list(in.getShort() & 0xffff, level);
      case 0xdd -> list(in.getInt(), level);
      case 0xde -> map(in.getShort() & 0xffff, level);
      case 0xdf -> map(in.getInt(), level);
      default -> throw AptlyRecord.damaged(name, "has a value of an unexpected type");
    };
  }

  /// A count that the rest is long enough for; those of 32 bits that are larger are negative here.
  private int fitting(int count, int bytesOfEach) throws DamagedDatabaseException {
    if (count < 0 || (long) count * bytesOfEach > in.remaining()) {
      throw AptlyRecord.damaged(name, "says that it is longer than it is");
    }
    return count;
  }

  private byte[] raw(int length) throws DamagedDatabaseException {
    byte[] bytes = new byte[fitting(length, 1)];
    in.get(bytes);
    return bytes;
  }

  private List<@Nullable Object> list(int count, int level) throws DamagedDatabaseException {
    var items = new ArrayList<@Nullable Object>(fitting(count, 1));
    for (int i = 0; i < count; i++) {
      items.add(read(level + 1));
    }
    return items;
  }

  private Map<String, @Nullable Object> map(int count, int level) throws DamagedDatabaseException {
    fitting(count, 2);
    var members = new LinkedHashMap<String, @Nullable Object>();
    for (int i = 0; i < count; i++) {
      if (!(read(level + 1) instanceof byte[] key)) {
        throw AptlyRecord.damaged(name, "has a map whose keys are no texts");
      }
      members.put(ByteText.decode(key), read(level + 1));
    }
    return members;
  }
}
