package org.entrepot.server.api.shape;

import com.fasterxml.jackson.annotation.JsonProperty;

/// A refusal or failure.
public record ErrorShape(@JsonProperty("error") String error) {}
