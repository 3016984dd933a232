package org.entrepot.cli.configuration;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.entrepot.cli.configuration.Node.Items;
import org.entrepot.cli.configuration.Node.Member;
import org.entrepot.cli.configuration.Node.Members;
import org.entrepot.cli.configuration.Node.Position;
import org.entrepot.cli.configuration.Node.Scalar;
import org.entrepot.cli.configuration.Node.ScalarKind;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.events.StreamStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// YAML 1.2; of a stream only the first document is read. Built from the parser's events and not by
/// the library's own composer, which recurses as deeply as a hostile file wants. An aliased value
/// is shared, not copied.
final class YamlSyntax {
  private static final int MAXIMUM_DEPTH = 32;
  private static final Pattern NUMBER =
      Pattern.compile(
          "[-+]?([0-9][0-9_]*|0x[0-9a-fA-F]+|0o[0-7]+|[0-9]*[.][0-9]+([eE][-+]?[0-9]+)?)");

  private final Iterator<Event> events;
  private final Map<Anchor, Node> anchors = new HashMap<>();

  private YamlSyntax(Iterator<Event> events) {
    this.events = events;
  }

  static Node parse(byte[] content) throws SyntaxException {
    var text = new String(content, StandardCharsets.UTF_8);
    try {
      var settings = LoadSettings.builder().build();
      return new YamlSyntax(new Parse(settings).parseString(text).iterator()).firstDocument();
    } catch (MarkedYamlEngineException e) {
      var problem = e.getProblem() == null ? "not YAML" : e.getProblem();
      throw new SyntaxException(position(e.getProblemMark()), problem);
    } catch (YamlEngineException e) {
      throw new SyntaxException(String.valueOf(e.getMessage()));
    }
  }

  private Node firstDocument() throws SyntaxException {
    while (events.hasNext()) {
      switch (events.next()) {
        case StreamStartEvent _ -> {}
        case DocumentStartEvent _ -> {
          return node(events.next(), 0);
        }
        default -> throw new SyntaxException("the file is empty or holds only comments");
      }
    }
    throw new SyntaxException("the file is empty or holds only comments");
  }

  private Node node(Event event, int depth) throws SyntaxException {
    var at = position(event.getStartMark());
    if (depth > MAXIMUM_DEPTH) {
      throw new SyntaxException(at, "nested too deeply");
    }
    if (event instanceof AliasEvent alias) {
      var target = alias.getAnchor().map(anchors::get);
      return target.orElseThrow(
          () -> new SyntaxException(at, "an alias of something that is not complete here"));
    }
    var node =
        switch (event) {
          case ScalarEvent scalar ->
              new Scalar(kind(scalar), scalar.getValue(), scalar.isPlain(), at);
          case SequenceStartEvent _ -> sequence(at, depth);
          case MappingStartEvent _ -> mapping(at, depth);
          default -> throw new SyntaxException(at, "unexpected " + event.getEventId());
        };
    if (event instanceof NodeEvent named) {
      named.getAnchor().ifPresent(anchor -> anchors.put(anchor, node));
    }
    return node;
  }

  private Node sequence(Position at, int depth) throws SyntaxException {
    List<Node> values = new ArrayList<>();
    for (var event = events.next();
        event.getEventId() != Event.ID.SequenceEnd;
        event = events.next()) {
      values.add(node(event, depth + 1));
    }
    return new Items(values, at);
  }

  private Node mapping(Position at, int depth) throws SyntaxException {
    List<Member> members = new ArrayList<>();
    for (var event = events.next();
        event.getEventId() != Event.ID.MappingEnd;
        event = events.next()) {
      var keyAt = position(event.getStartMark());
      if (!(node(event, depth + 1) instanceof Scalar key)) {
        throw new SyntaxException(keyAt, "a key must be a single word");
      }
      members.add(new Member(key.text(), keyAt, node(events.next(), depth + 1)));
    }
    return new Members(members, at);
  }

  private static ScalarKind kind(ScalarEvent scalar) {
    if (!scalar.isPlain()) {
      return ScalarKind.TEXT;
    }
    return switch (scalar.getValue().toLowerCase(Locale.ROOT)) {
      case "", "~", "null" -> ScalarKind.NULL;
      case "true", "false" -> ScalarKind.FLAG;
      default -> NUMBER.matcher(scalar.getValue()).matches() ? ScalarKind.NUMBER : ScalarKind.TEXT;
    };
  }

  private static Position position(Optional<Mark> mark) {
    return mark.map(at -> new Position(at.getLine() + 1, at.getColumn() + 1))
        .orElse(new Position(1, 1));
  }
}
