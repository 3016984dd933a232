package org.entrepot.service.operation;

/// What would be refused in a Release file, and is accepted on request.
public enum Acceptance {
  /// Its Valid-Until has passed, or its Date has not come yet.
  EXPIRED("-accept-expired"),
  /// It is older than the one seen last.
  OLDER("-accept-older"),
  /// Its Suite or Codename is another than before.
  RENAMED("-accept-renamed"),
  /// What is trusted hangs on MD5 or SHA-1 only.
  WEAK_DIGESTS("-accept-weak-digests");

  private final String flag;

  Acceptance(String flag) {
    this.flag = flag;
  }

  /// How it is asked for on the command line.
  public String flag() {
    return flag;
  }
}
