package org.entrepot.cli.configuration;

/// Who must show a token.
///
/// @param api `auto`, `required` or `off`
/// @param archives whether published archives ask for tokens too
public record AccessSettings(String api, boolean archives) {}
