package org.entrepot.service.operation;

/// Whether a refusal that may be lifted is lifted.
public enum Force {
  REFUSE_IF_USED,
  FORCE
}
