package org.entrepot.openpgp.sign;

import java.util.List;

/// Which GnuPG to sign with: the values of `gpgProvider` that need one.
public enum GpgVariant {
  /// A version 1 if there is one, else a version 2.
  GPG,
  /// Only version 1.
  GPG1,
  /// Only version 2.
  GPG2;

  /// Accepted major versions, the best one first.
  List<Integer> majors() {
    return switch (this) {
      case GPG -> List.of(1, 2);
      case GPG1 -> List.of(1);
      case GPG2 -> List.of(2);
    };
  }
}
