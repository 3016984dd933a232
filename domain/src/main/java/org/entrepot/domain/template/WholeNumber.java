package org.entrepot.domain.template;

import java.math.BigInteger;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/// Whole numbers of 64 bits as flags accept them: `10`, `-3`, `0x1f`, `0o17`, `017` (octal), `0b1`,
/// `1_000`.
public final class WholeNumber {
  private static final Pattern SHAPE =
      Pattern.compile(
          "([+-]?)(?:0[xX](?<hex>(?:_?[0-9a-fA-F])+)|0[bB](?<binary>(?:_?[01])+)"
              + "|0[oO]?(?<octal>(?:_?[0-7])+)|(?<decimal>0|[1-9](?:_?[0-9])*))");

  private WholeNumber() {}

  /// The number; empty when the text is none or does not fit 64 bits.
  public static OptionalLong parse(String text) {
    if (text.length() > 100) {
      return OptionalLong.empty();
    }
    var match = SHAPE.matcher(text);
    if (!match.matches()) {
      return OptionalLong.empty();
    }
    String digits = match.group("decimal");
    int base = 10;
    if (digits == null) {
      digits = match.group("hex");
      base = 16;
    }
    if (digits == null) {
      digits = match.group("octal");
      base = 8;
    }
    if (digits == null) {
      digits = match.group("binary");
      base = 2;
    }
    var value = new BigInteger(match.group(1) + digits.replace("_", ""), base);
    return value.bitLength() < 64 ? OptionalLong.of(value.longValue()) : OptionalLong.empty();
  }
}
