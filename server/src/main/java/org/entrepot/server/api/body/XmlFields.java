package org.entrepot.server.api.body;

import java.io.InputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.entrepot.server.api.route.RefusedException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Reads an XML body: the names of elements are those of fields, repeated ones are a list. No
/// document type, no entities, few levels.
final class XmlFields {
  private static final int MOST_LEVELS = 16;
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private XmlFields() {}

  static FieldTree read(InputStream content) {
    var factory = XMLInputFactory.newFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    try {
      XMLStreamReader reader = factory.createXMLStreamReader(content);
      while (reader.hasNext()) {
        if (reader.next() == XMLStreamConstants.START_ELEMENT) {
          JsonNode root = element(reader, 0);
          return new FieldTree(root.isObject() ? root : NODES.objectNode(), FieldTree.Spelling.XML);
        }
      }
      throw RefusedException.badRequest("EOF");
    } catch (XMLStreamException e) {
      throw RefusedException.badRequest("the body is not XML: " + e.getMessage());
    }
  }

  private static JsonNode element(XMLStreamReader reader, int level) throws XMLStreamException {
    if (level > MOST_LEVELS) {
      throw RefusedException.badRequest("the body is nested too deeply");
    }
    ObjectNode fields = NODES.objectNode();
    var text = new StringBuilder();
    while (true) {
      switch (reader.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          String name = reader.getLocalName();
          add(fields, name, element(reader, level + 1));
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA ->
            text.append(reader.getText());
        case XMLStreamConstants.END_ELEMENT -> {
          return fields.isEmpty() ? NODES.stringNode(text.toString()) : fields;
        }
        default -> {} // comments and the like
      }
    }
  }

  private static void add(ObjectNode fields, String name, JsonNode value) {
    JsonNode present = fields.get(name);
    if (present == null) {
      fields.set(name, value);
    } else if (present instanceof ArrayNode list) {
      list.add(value);
    } else {
      fields.set(name, NODES.arrayNode().add(present).add(value));
    }
  }
}
