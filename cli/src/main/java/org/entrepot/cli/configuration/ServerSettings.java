package org.entrepot.cli.configuration;

/// What the HTTP server offers beyond the API.
public record ServerSettings(
    boolean serveInApiMode, boolean metricsEndpoint, boolean swaggerEndpoint, boolean asyncApi) {}
