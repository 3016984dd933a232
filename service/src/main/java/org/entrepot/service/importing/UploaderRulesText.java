package org.entrepot.service.importing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.entrepot.domain.query.PackageQuery;
import org.entrepot.domain.query.QueryException;
import org.entrepot.domain.upload.UploaderRules;
import org.entrepot.domain.upload.UploaderRules.Rule;
import org.entrepot.service.ErrorCode;
import org.entrepot.service.RepositoryException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Rules for uploaders as text (spec domain 5.4): a JSON object with `groups` and `rules`; comments
/// and trailing commas are fine.
public final class UploaderRulesText {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS, JsonReadFeature.ALLOW_TRAILING_COMMA)
          .build();

  private final String source;

  private UploaderRulesText(String source) {
    this.source = source;
  }

  /// The rules.
  ///
  /// @param source names the text in errors, such as a file
  /// @throws RepositoryException INVALID_REQUEST when they are none
  public static UploaderRules parse(String text, String source) {
    return new UploaderRulesText(source).rules(read(text, source));
  }

  /// The text on one line, when it holds rules.
  public static String compact(String text, String source) {
    JsonNode tree = read(text, source);
    new UploaderRulesText(source).rules(tree);
    return MAPPER.writeValueAsString(tree);
  }

  private static JsonNode read(String text, String source) {
    try {
      return MAPPER.readTree(text);
    } catch (JacksonException e) {
      throw new UploaderRulesText(source)
          .refused(
              "line %d: %s"
                  .formatted(
                      e.getLocation() == null ? 0 : e.getLocation().getLineNr(),
                      e.getOriginalMessage()));
    }
  }

  private UploaderRules rules(JsonNode tree) {
    requireObject(tree, "it", Set.of("groups", "rules"));
    var groups = new LinkedHashMap<String, List<String>>();
    JsonNode given = tree.path("groups");
    if (!given.isMissingNode() && !given.isNull()) {
      if (!given.isObject()) {
        throw refused("\"groups\" is no object of lists");
      }
      for (Map.Entry<String, JsonNode> group : given.properties()) {
        groups.put(group.getKey(), names(group.getValue(), "group \"" + group.getKey() + "\""));
      }
    }
    var rules = new ArrayList<Rule>();
    JsonNode list = tree.path("rules");
    if (!list.isMissingNode() && !list.isNull() && !list.isArray()) {
      throw refused("\"rules\" is no list");
    }
    for (JsonNode rule : list) {
      rules.add(rule(rule, rules.size() + 1));
    }
    return new UploaderRules(groups, rules);
  }

  private Rule rule(JsonNode rule, int number) {
    String which = "rule " + number;
    requireObject(rule, which, Set.of("condition", "allow", "deny"));
    JsonNode condition = rule.path("condition");
    if (!condition.isString()) {
      throw refused(which + " has no text \"condition\", such as \"Source (hello)\"");
    }
    try {
      return new Rule(
          PackageQuery.parse(condition.asString()),
          names(rule.path("allow"), "\"allow\" of " + which),
          names(rule.path("deny"), "\"deny\" of " + which));
    } catch (QueryException e) {
      throw refused("the condition of %s cannot be read: %s".formatted(which, e.getMessage()));
    }
  }

  private void requireObject(JsonNode node, String which, Set<String> members) {
    if (!node.isObject()) {
      throw refused(which + " is no JSON object");
    }
    for (String name : node.propertyNames()) {
      if (!members.contains(name)) {
        throw refused(
            "\"%s\" is not expected in it; write {\"groups\": {...}, \"rules\": [{\"condition\": ..., \"allow\": [...], \"deny\": [...]}]}"
                .formatted(name));
      }
    }
  }

  private List<String> names(JsonNode list, String which) {
    var names = new ArrayList<String>();
    if (list.isMissingNode() || list.isNull()) {
      return names;
    }
    if (!list.isArray()) {
      throw refused(which + " is no list of keys and groups");
    }
    for (JsonNode name : list) {
      if (!name.isString()) {
        throw refused(which + " holds something else than names");
      }
      names.add(name.asString());
    }
    return names;
  }

  private RepositoryException refused(String reason) {
    return new RepositoryException(
        ErrorCode.INVALID_REQUEST, "error parsing uploaders file %s: %s".formatted(source, reason));
  }
}
