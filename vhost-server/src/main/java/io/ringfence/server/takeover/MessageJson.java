package io.ringfence.server.takeover;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Messages as JSON. Differences of other versions are read by the rules of {@code records}. */
final class MessageJson {
  private static final Logger LOG = LoggerFactory.getLogger(MessageJson.class);

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private MessageJson() {}

  /**
   * A message that was read.
   *
   * @param unknown unknown fields to pass on, as JSON; null if there are none
   */
  record Read<T>(T message, String unknown) {}

  /**
   * Reads a message.
   *
   * @throws HandOverException if it is not an object of this form; the text names the field
   */
  static <T> Read<T> read(byte[] json, Class<T> form) throws HandOverException {
    try {
      JsonNode tree = JSON.readTree(json);
      if (!(tree instanceof ObjectNode object)) {
        String kind = tree.getNodeType().name().toLowerCase(Locale.ROOT);
        throw new HandOverException("a JSON %s; allowed is an object".formatted(kind));
      }
      MissingFields.fill(object, form);
      String unknown = bounded(UnknownFields.of(object, form));
      return new Read<>(JSON.treeToValue(object, form), unknown);
    } catch (JsonProcessingException e) {
      throw new HandOverException(e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new HandOverException(e.getMessage(), e);
    }
  }

  /** Bounds the kept fields. A field that may be added within a format may also be lost. */
  private static String bounded(ObjectNode unknown) throws JsonProcessingException {
    if (unknown.isEmpty()) {
      return null;
    }
    String text = JSON.writeValueAsString(unknown);
    if (text.length() > Kept.MOST_CHARACTERS) {
      LOG.warn(
          "unknown fields dropped characters={}: at most {} are kept for the next hand-over",
          text.length(),
          Kept.MOST_CHARACTERS);
      return null;
    }
    LOG.info("unknown fields kept characters={}", text.length());
    return text;
  }

  /**
   * Writes a message.
   *
   * @param unknown as {@link #read} returned it, possibly for an earlier message of this form; null
   *     for none
   */
  static byte[] write(Object message, String unknown) throws HandOverException {
    try {
      if (unknown == null) {
        return JSON.writeValueAsBytes(message);
      }
      ObjectNode object = JSON.valueToTree(message);
      UnknownFields.into(object, (ObjectNode) JSON.readTree(unknown), message.getClass());
      return JSON.writeValueAsBytes(object);
    } catch (JsonProcessingException e) {
      throw new HandOverException(e.getOriginalMessage(), e);
    }
  }
}
