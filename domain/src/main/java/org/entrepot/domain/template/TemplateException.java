package org.entrepot.domain.template;

/// A template that cannot be parsed, or that failed while it was rendered.
public final class TemplateException extends Exception {
  private static final long serialVersionUID = 1;

  TemplateException(String message) {
    super(message);
  }
}
