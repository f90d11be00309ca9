package io.ringfence.server.takeover;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.ringfence.server.records.Default;
import io.ringfence.server.records.Required;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A field of a record in a message, as declared.
 *
 * @param required whether a message without it is refused
 * @param missing the value of a missing field; null if it is required
 */
record RecordField(String name, Type type, boolean required, JsonNode missing) {
  private static final JsonMapper JSON = new JsonMapper();

  /**
   * Cached, since reflection recomputes its results, and rings are stopped while positions are
   * read.
   */
  private static final ClassValue<Map<String, RecordField>> OF =
      new ClassValue<>() {
        @Override
        protected Map<String, RecordField> computeValue(Class<?> record) {
          var fields = new LinkedHashMap<String, RecordField>();
          for (RecordComponent component : record.getRecordComponents()) {
            fields.put(component.getName(), of(component));
          }
          return Collections.unmodifiableMap(fields);
        }
      };

  /** Returns the fields of a record by name, in order of declaration. */
  static Map<String, RecordField> of(Class<?> record) {
    return OF.get(record);
  }

  private static RecordField of(RecordComponent component) {
    boolean required = component.isAnnotationPresent(Required.class);
    JsonNode missing = required ? null : missing(component);
    return new RecordField(component.getName(), component.getGenericType(), required, missing);
  }

  private static JsonNode missing(RecordComponent component) {
    Class<?> type = component.getType();
    Default declared = component.getAnnotation(Default.class);
    if (declared != null) {
      return type == String.class ? TextNode.valueOf(declared.value()) : parse(declared.value());
    }
    if (type == List.class) {
      return JsonNodeFactory.instance.arrayNode();
    }
    if (type == Map.class) {
      return JsonNodeFactory.instance.objectNode();
    }
    if (type == byte[].class) {
      return TextNode.valueOf("");
    }
    if (!type.isPrimitive()) {
      return NullNode.instance;
    }
    return type == boolean.class ? BooleanNode.FALSE : IntNode.valueOf(0);
  }

  private static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("default " + json + " is not JSON", e);
    }
  }
}
