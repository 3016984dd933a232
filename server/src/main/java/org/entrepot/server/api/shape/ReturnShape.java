package org.entrepot.server.api.shape;

import org.jspecify.annotations.Nullable;

/// What a task would have answered if its client had waited.
///
/// @param code the HTTP status
public record ReturnShape(int code, @Nullable Object value) {}
