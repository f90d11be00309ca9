package io.ringfence.server.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.cfg.MutableCoercionConfig;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * JSON of requests and responses. The first request creates the mapper, so a start does not wait
 * for it and an idle daemon does not hold it.
 */
final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .withCoercionConfig(LogicalType.Textual, Json::textOnly)
          .build();

  private Json() {}

  /** Returns a JSON object and a line feed, in UTF-8. */
  static byte[] bytes(Object value) {
    try {
      return (MAPPER.writeValueAsString(value) + "\n").getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException ours) {
      throw new IllegalStateException("answer cannot be written as JSON: " + value, ours);
    }
  }

  /** Reads an object. For JSON's null it reads {}, so that the type names what is missing. */
  static <T> T read(byte[] body, Class<T> type) throws IOException {
    T read = MAPPER.readValue(body, type);
    return read == null ? MAPPER.readValue("{}", type) : read;
  }

  /** Returns why {@link #read} failed: the type's own reason, or Jackson's without the position. */
  static String reason(IOException malformed) {
    if (malformed.getCause() instanceof IllegalArgumentException ofTheType) {
      return ofTheType.getMessage();
    }
    return malformed instanceof JsonProcessingException json
        ? json.getOriginalMessage()
        : malformed.getMessage();
  }

  private static void textOnly(MutableCoercionConfig text) {
    text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
        .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
        .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
  }
}
