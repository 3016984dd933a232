package org.entrepot.cli.configuration;

import java.util.ArrayList;
import java.util.List;
import org.entrepot.cli.configuration.Node.Items;
import org.entrepot.cli.configuration.Node.Member;
import org.entrepot.cli.configuration.Node.Members;
import org.entrepot.cli.configuration.Node.Position;
import org.entrepot.cli.configuration.Node.Scalar;
import org.entrepot.cli.configuration.Node.ScalarKind;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/// JSON (RFC 8259) with `//` and `/* */` comments and with trailing commas. What follows the first
/// value is not read.
final class JsonSyntax {
  private static final int MAXIMUM_DEPTH = 32;

  private JsonSyntax() {}

  static Node parse(byte[] content) throws SyntaxException {
    var factory =
        JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS, JsonReadFeature.ALLOW_TRAILING_COMMA)
            .streamReadConstraints(
                StreamReadConstraints.builder().maxNestingDepth(MAXIMUM_DEPTH).build())
            .build();
    try (var parser = factory.createParser(ObjectReadContext.empty(), content)) {
      parser.nextToken();
      return value(parser);
    } catch (JacksonException e) {
      var location = e.getLocation();
      if (location == null) {
        throw new SyntaxException(e.getOriginalMessage());
      }
      throw new SyntaxException(
          position(location), e.getOriginalMessage().replaceFirst(" \\(start marker at .*", ""));
    }
  }

  private static Node value(JsonParser parser) throws SyntaxException {
    var at = position(parser.currentTokenLocation());
    var token = parser.currentToken();
    if (token == null) {
      throw new SyntaxException(at, "the file ends where a value should be");
    }
    if (token == JsonToken.START_OBJECT) {
      return object(parser, at);
    }
    if (token == JsonToken.START_ARRAY) {
      return array(parser, at);
    }
    var kind =
        switch (token) {
          case VALUE_STRING -> ScalarKind.TEXT;
          case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> ScalarKind.NUMBER;
          case VALUE_TRUE, VALUE_FALSE -> ScalarKind.FLAG;
          case VALUE_NULL -> ScalarKind.NULL;
          default -> throw new SyntaxException(at, "unexpected " + token);
        };
    return new Scalar(kind, parser.getString(), false, at);
  }

  private static Node object(JsonParser parser, Position at) throws SyntaxException {
    List<Member> members = new ArrayList<>();
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      var nameAt = position(parser.currentTokenLocation());
      var name = parser.currentName();
      parser.nextToken();
      members.add(new Member(name, nameAt, value(parser)));
    }
    return new Members(members, at);
  }

  private static Node array(JsonParser parser, Position at) throws SyntaxException {
    List<Node> values = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      values.add(value(parser));
    }
    return new Items(values, at);
  }

  private static Position position(TokenStreamLocation location) {
    return new Position(location.getLineNr(), location.getColumnNr());
  }
}
