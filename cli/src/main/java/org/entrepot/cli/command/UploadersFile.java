package org.entrepot.cli.command;

import org.entrepot.service.ErrorCode;
import org.entrepot.service.RepositoryException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Rules who may upload (spec domain 5.4): an object with `groups` and `rules`; comments and
/// trailing commas are fine.
final class UploadersFile {
  private UploadersFile() {}

  /// The rules as JSON on one line.
  ///
  /// @param source names the file in errors
  static String compact(byte[] content, String source) {
    JsonMapper mapper =
        JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS, JsonReadFeature.ALLOW_TRAILING_COMMA)
            .build();
    try {
      JsonNode rules = mapper.readTree(content);
      for (String name : rules.propertyNames()) {
        boolean fits =
            switch (name) {
              case "groups" -> rules.path(name).isObject();
              case "rules" -> rules.path(name).isArray();
              default -> false;
            };
        if (!fits) {
          throw refused(
              source,
              "\"%s\" is not expected; write {\"groups\": {...}, \"rules\": [...]}"
                  .formatted(name));
        }
      }
      if (!rules.isObject()) {
        throw refused(source, "it is no JSON object");
      }
      return mapper.writeValueAsString(rules);
    } catch (JacksonException e) {
      throw refused(
          source,
          "line %d: %s"
              .formatted(
                  e.getLocation() == null ? 0 : e.getLocation().getLineNr(),
                  e.getOriginalMessage()));
    }
  }

  private static RepositoryException refused(String source, String reason) {
    return new RepositoryException(
        ErrorCode.INVALID_REQUEST, "error parsing uploaders file %s: %s".formatted(source, reason));
  }
}
