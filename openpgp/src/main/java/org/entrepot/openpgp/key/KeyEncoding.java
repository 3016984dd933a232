package org.entrepot.openpgp.key;

/// How a key is written.
public enum KeyEncoding {
  /// ASCII armor, for `/etc/apt/keyrings/*.asc`, mail and web pages.
  ARMORED,
  /// Packets, for `/etc/apt/keyrings/*.gpg`.
  BINARY
}
