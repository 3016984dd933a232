package org.entrepot.cli.configuration;

import java.time.Duration;

/// Bounds of the HTTP server.
///
/// @param uploadMebibytes of one request; 0 for no bound
/// @param connections how many clients at once
/// @param idle after what silence a connection is closed
public record ServerLimits(int uploadMebibytes, int connections, Duration idle) {}
