package org.entrepot.catalog.error;

/// The object was changed or dropped since it was read: read it again and decide anew.
public final class StaleException extends CatalogException {
  private static final long serialVersionUID = 1L;

  /// Fails for an object, named in words such as `repository main`.
  public StaleException(String object) {
    super(object + " was changed by someone else since it was read: read it again", null);
  }
}
