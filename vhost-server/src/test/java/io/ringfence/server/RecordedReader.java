package io.ringfence.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What a recorded version takes from a message of this build: the fields that it wrote itself. Each
 * must still be there, and be of the same kind.
 */
final class RecordedReader {
  private RecordedReader() {}

  /** Leaves out of a message what the recorded one of its type does not have. */
  static ObjectNode read(ObjectNode said, ObjectNode recorded) {
    return (ObjectNode) read(said, recorded, "");
  }

  private static JsonNode read(JsonNode said, JsonNode recorded, String path) {
    if (said.isNull() || recorded.isNull()) {
      return said;
    }
    assertThat(said.getNodeType()).as("kind of " + path).isEqualTo(recorded.getNodeType());
    return switch (recorded) {
      case ObjectNode object -> object(said, object, path);
      case ArrayNode list when !list.isEmpty() -> list(said, list.get(0), path);
      default -> said;
    };
  }

  private static ObjectNode object(JsonNode said, ObjectNode recorded, String path) {
    ObjectNode read = JsonNodeFactory.instance.objectNode();
    for (var field : recorded.properties()) {
      String at = path + "/" + field.getKey();
      assertThat(said.has(field.getKey())).as(at + " is said").isTrue();
      read.set(field.getKey(), read(said.get(field.getKey()), field.getValue(), at));
    }
    return read;
  }

  private static ArrayNode list(JsonNode said, JsonNode recorded, String path) {
    ArrayNode read = JsonNodeFactory.instance.arrayNode();
    said.forEach(element -> read.add(read(element, recorded, path + "[]")));
    return read;
  }
}
