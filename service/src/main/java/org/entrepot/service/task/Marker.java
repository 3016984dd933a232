package org.entrepot.service.task;

/// What a line of a task's output says.
public enum Marker {
  INFO(""),
  ADDED("[+] "),
  REMOVED("[-] "),
  COPIED("[o] "),
  WARNING("[!] ");

  private final String prefix;

  Marker(String prefix) {
    this.prefix = prefix;
  }

  /// How a line of plain text begins.
  public String prefix() {
    return prefix;
  }
}
