package org.entrepot.service.mirror;

import org.entrepot.service.operation.Fetching;
import org.entrepot.transport.Transport;
import org.entrepot.transport.TransportOptions;

/// Opens transports as configured, with what a request changes of it.
final class MirrorTransports {
  private MirrorTransports() {}

  static Transport open(MirrorSettings settings, Fetching fetching) {
    TransportOptions options = settings.transport();
    if (fetching.tries().isPresent()) {
      options = options.withTries(fetching.tries().get());
    }
    if (fetching.bytesPerSecond().isPresent()) {
      options = options.withBytesPerSecond(fetching.bytesPerSecond().get());
    }
    return new Transport(options);
  }
}
