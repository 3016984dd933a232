package org.entrepot.service.takeover.aptly;

import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.entrepot.format.text.ByteText;
import org.entrepot.service.takeover.leveldb.DamagedDatabaseException;
import org.jspecify.annotations.Nullable;

/// A value of aptly's database: a map in MessagePack as it was before it told texts from bytes.
/// Members may come in any order, be missing, nil or unknown. Immutable.
final class AptlyRecord {
  private static final long SECONDS_TO_1970 = 62135596800L; // since the year 1, as Go counts

  private final String name;
  private final Map<String, @Nullable Object> members; // null, Boolean, Long, byte[], List, Map

  private AptlyRecord(String name, Map<String, @Nullable Object> members) {
    this.name = name;
    this.members = members;
  }

  /// The record in these bytes.
  ///
  /// @param name what it is, for errors, such as `mirror e6f8…`
  static AptlyRecord of(byte[] bytes, String name) throws DamagedDatabaseException {
    return new AptlyRecord(name, map(tree(bytes, 0, name), name));
  }

  /// The record in these bytes; one without members when there are none.
  static AptlyRecord orEmpty(Optional<byte[]> bytes, String name) throws DamagedDatabaseException {
    return bytes.isPresent() ? of(bytes.get(), name) : orEmpty(Optional.empty());
  }

  /// The record; one without members when there is none.
  static AptlyRecord orEmpty(Optional<AptlyRecord> record) {
    return record.orElseGet(() -> new AptlyRecord("", Map.of()));
  }

  /// The members of a map, by name, as they are kept.
  @SuppressWarnings("unchecked") // tree makes only such maps
  private static Map<String, @Nullable Object> map(@Nullable Object tree, String name)
      throws DamagedDatabaseException {
    if (!(tree instanceof Map)) {
      throw damaged(name, "is no map");
    }
    return (Map<String, @Nullable Object>) tree;
  }

  /// The list of texts in these bytes; none for nil.
  static List<String> texts(byte[] bytes, String name) throws DamagedDatabaseException {
    return texts(tree(bytes, 0, name), name);
  }

  /// The list of records in these bytes; none for nil.
  static List<AptlyRecord> records(byte[] bytes, String name) throws DamagedDatabaseException {
    return records(tree(bytes, 0, name), name);
  }

  /// The record that begins at a place in these bytes.
  static AptlyRecord from(byte[] bytes, int start, String name) throws DamagedDatabaseException {
    return new AptlyRecord(name, map(tree(bytes, start, name), name));
  }

  static DamagedDatabaseException damaged(String name, String problem) {
    return new DamagedDatabaseException(
        "the record of %s in aptly's database %s".formatted(name, problem));
  }

  private static @Nullable Object tree(byte[] bytes, int from, String name)
      throws DamagedDatabaseException {
    var reader = new PackedReader(bytes, from, name);
    Object tree = reader.read(0);
    if (reader.hasMore()) {
      throw damaged(name, "has bytes after its end");
    }
    return tree;
  }

  private static List<String> texts(@Nullable Object value, String name)
      throws DamagedDatabaseException {
    var texts = new ArrayList<String>();
    for (Object item : items(value, name)) {
      if (!(item instanceof byte[] bytes)) {
        throw damaged(name, "has something else than a text in a list");
      }
      texts.add(ByteText.decode(bytes));
    }
    return texts;
  }

  private static List<AptlyRecord> records(@Nullable Object value, String name)
      throws DamagedDatabaseException {
    var records = new ArrayList<AptlyRecord>();
    for (Object item : items(value, name)) {
      records.add(new AptlyRecord(name, map(item, name)));
    }
    return records;
  }

  private static List<?> items(@Nullable Object value, String name)
      throws DamagedDatabaseException {
    if (value == null) {
      return List.of();
    }
    if (value instanceof List<?> list) {
      return list;
    }
    throw damaged(name, "has something else where a list belongs");
  }

  private DamagedDatabaseException unexpected(String member) {
    return damaged(name, "has an unexpected value for " + member);
  }

  /// A text for people; empty when there is none.
  String text(String member) throws DamagedDatabaseException {
    return ByteText.readable(exactText(member));
  }

  /// A text; empty when there is none. Bytes that are not UTF-8 appear as `ByteText` escapes.
  String exactText(String member) throws DamagedDatabaseException {
    return switch (members.get(member)) {
      case null -> "";
      case byte[] bytes -> ByteText.decode(bytes);
      default -> throw unexpected(member);
    };
  }

  /// A text that holds an id.
  UUID id(String member) throws DamagedDatabaseException {
    try {
      return UUID.fromString(text(member));
    } catch (IllegalArgumentException e) {
      throw damaged(name, "has a %s that is no UUID".formatted(member));
    }
  }

  boolean flag(String member) throws DamagedDatabaseException {
    return switch (members.get(member)) {
      case null -> false;
      case Boolean flag -> flag;
      default -> throw unexpected(member);
    };
  }

  long number(String member) throws DamagedDatabaseException {
    return switch (members.get(member)) {
      case null -> 0;
      case Long number -> number;
      default -> throw unexpected(member);
    };
  }

  /// Whether there is a member that is not nil.
  boolean has(String member) {
    return members.get(member) != null;
  }

  /// Texts for people; none without the member.
  List<String> texts(String member) throws DamagedDatabaseException {
    return exactTexts(member).stream().map(ByteText::readable).toList();
  }

  /// Texts; bytes that are not UTF-8 appear as `ByteText` escapes.
  List<String> exactTexts(String member) throws DamagedDatabaseException {
    return texts(members.get(member), name);
  }

  List<AptlyRecord> records(String member) throws DamagedDatabaseException {
    return records(members.get(member), name);
  }

  /// A record in this one; empty when there is none.
  Optional<AptlyRecord> record(String member) throws DamagedDatabaseException {
    Object value = members.get(member);
    return value == null ? Optional.empty() : Optional.of(new AptlyRecord(name, map(value, name)));
  }

  /// All members, each a text; empty without the member.
  SortedMap<String, String> textsByName(String member) throws DamagedDatabaseException {
    Optional<AptlyRecord> inner = record(member);
    return inner.isPresent() ? inner.get().allTexts() : new TreeMap<>();
  }

  /// The lists of texts of a record in this one, by name.
  SortedMap<String, List<String>> listsByName(String member) throws DamagedDatabaseException {
    var lists = new TreeMap<String, List<String>>();
    Optional<AptlyRecord> inner = record(member);
    if (inner.isPresent()) {
      for (String key : inner.get().members.keySet()) {
        lists.put(key, inner.get().texts(key));
      }
    }
    return lists;
  }

  /// All members, each a text.
  SortedMap<String, String> allTexts() throws DamagedDatabaseException {
    var texts = new TreeMap<String, String>();
    for (String key : members.keySet()) {
      texts.put(key, exactText(key));
    }
    return texts;
  }

  /// A time; empty for none. A timestamp of MessagePack without its head (4, 8 or 12 bytes), or, in
  /// old databases, what Go makes of a time (15 bytes).
  Optional<Instant> instant(String member) throws DamagedDatabaseException {
    if (!(members.get(member) instanceof byte[] bytes) || bytes.length == 0) {
      return Optional.empty(); // nil, or the empty map of very old databases
    }
    var in = ByteBuffer.wrap(bytes);
    try {
      Instant instant =
          switch (bytes.length) {
            case 4 -> Instant.ofEpochSecond(Integer.toUnsignedLong(in.getInt()));
            case 8 -> {
              long both = in.getLong();
              yield Instant.ofEpochSecond(both & 0x3ffffffffL, both >>> 34);
            }
            case 12 -> {
              int nanoseconds = in.getInt();
              yield Instant.ofEpochSecond(in.getLong(), Integer.toUnsignedLong(nanoseconds));
            }
            case 15 -> {
              in.get(); // the version of the form
              yield Instant.ofEpochSecond(in.getLong() - SECONDS_TO_1970, in.getInt());
            }
            default -> throw unexpected(member);
          };
      // Go's zero time, and what nobody can have meant
      return instant.isAfter(Instant.EPOCH) && instant.getEpochSecond() < 253402300800L
          ? Optional.of(instant)
          : Optional.empty();
    } catch (DateTimeException | ArithmeticException e) {
      throw unexpected(member);
    }
  }

  /// Whether these bytes begin as records of packages do since aptly 0.4.
  static boolean isDivided(byte[] bytes) {
    return bytes.length > 2 && bytes[0] == (byte) 0xc1 && bytes[1] == 1;
  }
}
