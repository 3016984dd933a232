package org.entrepot.server.access;

import java.net.InetAddress;

/// Who can reach a place that is listened on.
public enum Reach {
  /// Processes of this machine only: loopback addresses, Unix sockets.
  THIS_MACHINE,
  /// Others too.
  NETWORK;

  /// Who can reach an address; the wildcard address is reached from everywhere.
  public static Reach of(InetAddress address) {
    return address.isLoopbackAddress() ? THIS_MACHINE : NETWORK;
  }

  /// Who can reach one of two places.
  public Reach or(Reach other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
