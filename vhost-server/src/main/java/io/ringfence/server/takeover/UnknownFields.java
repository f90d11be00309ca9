package io.ringfence.server.takeover;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ringfence.server.records.KeepsUnknown;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Fields that this version does not know: extracted from a received message, and inserted into a
 * sent one. In between they are a tree like the message's. An element of a list has its identifying
 * fields beside the kept ones.
 */
final class UnknownFields {
  private UnknownFields() {}

  /** Returns the unknown fields that a message's records keep; empty if there are none. */
  static ObjectNode of(ObjectNode message, Class<?> form) {
    ObjectNode unknown = JsonNodeFactory.instance.objectNode();
    if (!keeps(form)) {
      return unknown;
    }
    Map<String, RecordField> fields = RecordField.of(form);
    for (Map.Entry<String, JsonNode> entry : message.properties()) {
      RecordField field = fields.get(entry.getKey());
      JsonNode kept = field == null ? entry.getValue() : within(entry.getValue(), field.type());
      if (field == null || !kept.isEmpty()) {
        unknown.set(entry.getKey(), kept);
      }
    }
    return unknown;
  }

  private static JsonNode within(JsonNode value, Type type) {
    if (value instanceof ArrayNode list
        && elementOf(type) instanceof Class<?> form
        && keeps(form)) {
      return ofElements(list, form);
    }
    return value instanceof ObjectNode node && type instanceof Class<?> form
        ? of(node, form)
        : JsonNodeFactory.instance.objectNode();
  }

  private static ArrayNode ofElements(ArrayNode list, Class<?> form) {
    ArrayNode kept = JsonNodeFactory.instance.arrayNode();
    for (JsonNode element : list) {
      if (element instanceof ObjectNode node) {
        ObjectNode unknown = of(node, form);
        if (!unknown.isEmpty()) {
          names(form).forEach(name -> unknown.set(name, node.get(name)));
          kept.add(unknown);
        }
      }
    }
    return kept;
  }

  /** Inserts kept fields into a message, if the records that had them are still in it. */
  static void into(ObjectNode message, ObjectNode unknown, Class<?> form) {
    Map<String, RecordField> fields = RecordField.of(form);
    for (Map.Entry<String, JsonNode> entry : unknown.properties()) {
      RecordField field = fields.get(entry.getKey());
      if (field == null) {
        message.set(entry.getKey(), entry.getValue());
      } else {
        add(message.get(entry.getKey()), entry.getValue(), field.type());
      }
    }
  }

  private static void add(JsonNode value, JsonNode unknown, Type type) {
    if (value instanceof ArrayNode list && unknown instanceof ArrayNode kept) {
      addToElements(list, kept, (Class<?>) elementOf(type));
    } else if (value instanceof ObjectNode node && unknown instanceof ObjectNode kept) {
      into(node, kept, (Class<?>) type);
    }
  }

  private static void addToElements(ArrayNode list, ArrayNode kept, Class<?> form) {
    var elements = new HashMap<List<String>, ObjectNode>();
    list.forEach(element -> elements.put(identity(element, form), (ObjectNode) element));
    for (JsonNode unknown : kept) {
      ObjectNode element = elements.get(identity(unknown, form));
      if (element != null) {
        into(element, (ObjectNode) unknown, form);
      }
    }
  }

  /** Returns the identity as text, since a small number is another kind of node after parsing. */
  private static List<String> identity(JsonNode element, Class<?> form) {
    return names(form).map(name -> element.get(name).asText()).toList();
  }

  private static Stream<String> names(Class<?> form) {
    return Stream.of(form.getAnnotation(KeepsUnknown.class).identifiedBy());
  }

  private static boolean keeps(Class<?> form) {
    return form.isAnnotationPresent(KeepsUnknown.class);
  }

  private static Type elementOf(Type type) {
    return type instanceof ParameterizedType generic && generic.getRawType() == List.class
        ? generic.getActualTypeArguments()[0]
        : null;
  }
}
