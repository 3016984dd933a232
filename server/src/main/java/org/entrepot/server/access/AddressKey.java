package org.entrepot.server.access;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/// Which addresses count as one: of IPv6 those of one network of 64 bits, because whoever has one
/// of them has all.
final class AddressKey {
  private static final int NETWORK_BYTES = 8;

  private AddressKey() {}

  /// The key of a literal address; any other text, such as that of a Unix socket, is its own.
  static String of(String address) {
    try {
      InetAddress parsed = InetAddress.ofLiteral(address);
      return parsed instanceof Inet6Address
          ? HexFormat.of().formatHex(Arrays.copyOf(parsed.getAddress(), NETWORK_BYTES)) + "/64"
          : parsed.getHostAddress();
    } catch (IllegalArgumentException _) {
      return address;
    }
  }
}
