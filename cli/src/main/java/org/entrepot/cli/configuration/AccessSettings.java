package org.entrepot.cli.configuration;

/// Who must show a token.
///
/// @param api `auto`, `required` or `off`
public record AccessSettings(String api) {}
