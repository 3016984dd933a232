package org.entrepot.cli.configuration;

/// How dependencies are followed when no flag says otherwise.
public record DependencySettings(
    boolean followSuggests,
    boolean followRecommends,
    boolean followAllVariants,
    boolean followSource,
    boolean verboseResolve) {}
