package org.entrepot.domain.template;

/// A word of a template.
record Token(Kind kind, String text, int offset) {
  enum Kind {
    VERBATIM,
    OPEN,
    CLOSE,
    SPACE,
    IDENTIFIER,
    FIELD,
    DOT,
    VARIABLE,
    STRING,
    CHARACTER,
    NUMBER,
    DECLARE,
    ASSIGN,
    PIPE,
    COMMA,
    LEFT,
    RIGHT,
    END
  }
}
