package org.entrepot.format.version;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.entrepot.format.FormatException;
import org.entrepot.format.text.ByteText;

/// Version of a package: `[epoch:]upstream[-revision]` (deb-version(7), Debian Policy 5.6.12).
///
/// The epoch is what stands before the first colon, the revision what stands after the last hyphen.
/// Numbers are unbounded. Equality is equality of the text, order is the order of dpkg: `1.0`,
/// `1.0-0` and `0:1.00` are neither greater nor less than each other and yet not equal. Immutable.
public final class Version implements Comparable<Version> {
  private static final String RULE = "Policy 5.6.12";

  private final String text;
  private final int colon;
  private final int hyphen;
  private final byte[] sortKey;

  private Version(String text) {
    this.text = text;
    this.colon = text.indexOf(':');
    int last = text.lastIndexOf('-');
    this.hyphen = last > colon ? last : -1;
    this.sortKey = SortKey.of(epoch(), upstream(), revision());
  }

  /// The version that `text` spells by the letter of the standard.
  ///
  /// @throws FormatException when dpkg would refuse it
  public static Version parse(String text) throws FormatException {
    var version = new Version(text);
    if (text.isEmpty()) {
      throw refused("is empty", text);
    }
    var epoch = version.epoch();
    if (version.colon == 0 || !allDigits(epoch) || stripped(epoch).length() > 10) {
      throw refused("has an epoch that is not a small number", text);
    }
    if (!epoch.isEmpty() && Long.parseLong("0" + stripped(epoch)) > Integer.MAX_VALUE) {
      throw refused("has an epoch that is too large", text);
    }
    var upstream = version.upstream();
    if (upstream.isEmpty() || !isDigit(upstream.charAt(0))) {
      throw refused("does not begin with a digit after the epoch", text);
    }
    if (!allowed(upstream, "-+.~:")) {
      throw refused("has a character that is not allowed", text);
    }
    if (version.hyphen >= 0 && version.revision().isEmpty()) {
      throw refused("has an empty revision", text);
    }
    if (!allowed(version.revision(), "+.~")) {
      throw refused("has a character that is not allowed in the revision", text);
    }
    return version;
  }

  /// The version of any text, also of an empty one: what an archive holds is compared, not judged.
  public static Version parseLenient(String text) {
    return new Version(text);
  }

  /// Text before the first colon, or empty.
  public String epoch() {
    return colon < 0 ? "" : text.substring(0, colon);
  }

  /// Text between epoch and revision.
  public String upstream() {
    return text.substring(colon + 1, hyphen < 0 ? text.length() : hyphen);
  }

  /// Text after the last hyphen, or empty.
  public String revision() {
    return hyphen < 0 ? "" : text.substring(hyphen + 1);
  }

  /// The version without its epoch, as in file names.
  public String withoutEpoch() {
    return text.substring(colon + 1);
  }

  /// Bytes whose unsigned lexicographic order is the order of versions, equal for versions that are
  /// neither greater nor less. The encoding may be stored: it does not change.
  public byte[] sortKey() {
    return sortKey.clone();
  }

  @Override
  public int compareTo(Version other) {
    return Arrays.compareUnsigned(sortKey, other.sortKey);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Version that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /// The text as given.
  @Override
  public String toString() {
    return text;
  }

  private static FormatException refused(String problem, String text) {
    return FormatException.of("", "the version " + problem, RULE, text);
  }

  private static String stripped(String digits) {
    int from = 0;
    while (from < digits.length() && digits.charAt(from) == '0') {
      from++;
    }
    return digits.substring(from);
  }

  private static boolean allDigits(String part) {
    return part.chars().allMatch(Version::isDigit);
  }

  private static boolean allowed(String part, String others) {
    return part.chars().allMatch(c -> isDigit(c) || isLetter(c) || others.indexOf(c) >= 0);
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isLetter(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  /// The order-preserving encoding.
  ///
  /// Each of epoch, upstream version and revision is a sequence of pairs (other characters,
  /// number), of which either may be empty, ended by `END`. Characters are one byte each in the
  /// order of dpkg: tilde, END, letters, all others. A number is the count of its digits without
  /// leading zeros, then these digits. Every element says where it ends, so the first differing
  /// byte decides.
  private static final class SortKey {
    private static final int TILDE = 1;
    private static final int END = 2;

    /// Counts of digits from here on take four more bytes.
    private static final int LONG_COUNT = 0xff;

    private static final byte[] CODES = codes();

    static byte[] of(String... parts) {
      var out = new ByteArrayOutputStream(32);
      for (String part : parts) {
        append(ByteText.encode(part), out);
      }
      return out.toByteArray();
    }

    private static void append(byte[] part, ByteArrayOutputStream out) {
      int at = 0;
      do {
        while (at < part.length && !isDigit(part[at])) {
          out.write(CODES[part[at] & 0xff]);
          at++;
        }
        out.write(END);
        while (at < part.length && part[at] == '0') {
          at++;
        }
        int from = at;
        while (at < part.length && isDigit(part[at])) {
          at++;
        }
        count(at - from, out);
        out.write(part, from, at - from);
      } while (at < part.length);
      out.write(END);
    }

    private static void count(int digits, ByteArrayOutputStream out) {
      if (digits < LONG_COUNT) {
        out.write(digits);
        return;
      }
      out.write(LONG_COUNT);
      for (int shift = 24; shift >= 0; shift -= 8) {
        out.write(digits >>> shift);
      }
    }

    private static byte[] codes() {
      var codes = new byte[256];
      codes['~'] = TILDE;
      int next = END + 1;
      for (int c = 0; c < 256; c++) {
        if (isLetter(c)) {
          codes[c] = (byte) next++;
        }
      }
      for (int c = 0; c < 256; c++) {
        if (!isLetter(c) && !isDigit(c) && c != '~') {
          codes[c] = (byte) next++;
        }
      }
      return codes;
    }
  }
}
