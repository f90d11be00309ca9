package io.ringfence.server.takeover;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;

/** Fills missing or null fields of a message with the values that their records declare. */
final class MissingFields {
  private MissingFields() {}

  /**
   * Fills in a message.
   *
   * @param form the record that it becomes
   * @throws HandOverException if a required field is missing; the message names it
   */
  static void fill(ObjectNode message, Class<?> form) throws HandOverException {
    record(message, form, "");
  }

  private static void record(ObjectNode node, Class<?> form, String path) throws HandOverException {
    for (RecordField field : RecordField.of(form).values()) {
      JsonNode value = node.get(field.name());
      String at = path + field.name();
      if (value != null && !value.isNull()) {
        value(value, field.type(), at);
      } else if (field.required()) {
        throw new HandOverException(
            at
                + " is missing and has no default; the sending process must be of "
                + "another version");
      } else {
        node.set(field.name(), field.missing());
      }
    }
  }

  /** Leaves a value of the wrong kind as it is: Jackson refuses it. */
  private static void value(JsonNode value, Type type, String path) throws HandOverException {
    if (type instanceof Class<?> form && form.isRecord() && value instanceof ObjectNode node) {
      record(node, form, path + ".");
    } else if (type instanceof ParameterizedType generic) {
      Type[] arguments = generic.getActualTypeArguments();
      if (generic.getRawType() == List.class && value.isArray()) {
        elements(value, arguments[0], path);
      } else if (generic.getRawType() == Map.class && value.isObject()) {
        value.properties().removeIf(entry -> entry.getValue().isNull());
      }
    }
  }

  private static void elements(JsonNode list, Type type, String path) throws HandOverException {
    int i = 0;
    for (JsonNode element : list) {
      String at = "%s[%d]".formatted(path, i++);
      if (element.isNull()) {
        throw new HandOverException(at + " is null; allowed is a value");
      }
      value(element, type, at);
    }
  }
}
