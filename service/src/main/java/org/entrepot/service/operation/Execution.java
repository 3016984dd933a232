package org.entrepot.service.operation;

/// Whether a plan is carried out or only told.
public enum Execution {
  CARRY_OUT,
  DRY_RUN
}
