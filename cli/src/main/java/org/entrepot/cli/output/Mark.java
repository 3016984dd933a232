package org.entrepot.cli.output;

/// What a line says about a package, as its first characters.
public enum Mark {
  ADDED("[+]", "32"),
  REMOVED("[-]", "31"),
  COPIED("[o]", "32"),
  WARNING("[!]", "33");

  private final String text;
  private final String colour;

  Mark(String text, String colour) {
    this.text = text;
    this.colour = colour;
  }

  String shown(boolean coloured) {
    return coloured ? "\033[" + colour + "m" + text + "\033[0m" : text;
  }
}
