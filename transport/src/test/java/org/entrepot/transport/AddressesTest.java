package org.entrepot.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import org.junit.jupiter.api.Test;

/// What the JDK says in a bare name, or in none.
final class AddressesTest {
  @Test
  void aHostThatIsNotThereIsTold() {
    assertThat(Addresses.reason(new UnknownHostException("nowhere.invalid")))
        .isEqualTo("there is no host nowhere.invalid");
    var byTls = new ConnectException();
    byTls.initCause(new UnresolvedAddressException());
    assertThat(Addresses.reason(byTls)).isEqualTo("there is no such host");
    assertThat(Addresses.reason(new ConnectException("Connection refused")))
        .isEqualTo("Connection refused");
  }
}
