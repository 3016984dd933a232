package org.entrepot.server.api.shape;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/// What a pull would add and remove, as `name_version_arch`.
public record PullShape(
    @JsonProperty("added_packages") List<String> addedPackages,
    @JsonProperty("removed_packages") List<String> removedPackages) {}
