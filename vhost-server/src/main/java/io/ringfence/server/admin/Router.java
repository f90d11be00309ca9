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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** From a request's method, path and body to the bytes of its answer. Knows no network. */
final class Router {
  /** A body of PUT /barriers. */
  record Policy(String policy) {}

  /** A body of every answer from 400. */
  record Failure(String error) {}

  private interface Handler {
    Object handle(byte[] body) throws RequestRefused;
  }

  /** Made when the first request comes: neither a start nor the memory of an idle daemon has it. */
  private static final class Json {
    static final JsonMapper MAPPER =
        JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .withCoercionConfig(LogicalType.Textual, Router::textOnly)
            .build();
  }

  private final Map<String, Map<String, Handler>> paths = new LinkedHashMap<>();

  Router(Routes routes) {
    paths.put("/status", Map.of("GET", body -> routes.status()));
    paths.put("/stats", Map.of("GET", body -> routes.stats()));
    Map<String, Handler> barriers = new LinkedHashMap<>();
    barriers.put("GET", body -> routes.barriers());
    barriers.put("PUT", body -> routes.setBarriers(policy(body)));
    paths.put("/barriers", barriers);
    paths.put("/take-over", Map.of("POST", body -> routes.takeOver()));
  }

  /**
   * Answers a request.
   *
   * @param uri path, and a query that is ignored
   * @return a JSON object and a line feed
   */
  byte[] answer(String method, String uri, byte[] body) throws RequestRefused {
    String path = uri.split("\\?", 2)[0];
    Map<String, Handler> methods = paths.get(path);
    String seen = method + " " + path;
    if (methods == null) {
      String allowed = String.join(", ", paths.keySet());
      throw RequestRefused.notFound(seen + ": no such path, allowed " + allowed);
    }
    Handler handler = methods.get(method);
    if (handler == null) {
      throw RequestRefused.methodNotAllowed(seen, List.copyOf(methods.keySet()));
    }
    return json(handler.handle(body));
  }

  static byte[] error(RequestRefused refused) {
    return json(new Failure(refused.getMessage()));
  }

  private static String policy(byte[] body) throws RequestRefused {
    Policy parsed;
    try {
      parsed = Json.MAPPER.readValue(body, Policy.class);
    } catch (IOException malformed) {
      String why =
          malformed instanceof JsonProcessingException json
              ? json.getOriginalMessage()
              : malformed.getMessage();
      throw wrongBody(body, why);
    }
    if (parsed == null || parsed.policy() == null) {
      throw wrongBody(body, "no policy in it");
    }
    return parsed.policy();
  }

  private static RequestRefused wrongBody(byte[] body, String why) {
    String text = new String(body, StandardCharsets.UTF_8);
    String seen = text.length() > 80 ? text.substring(0, 80) + "..." : text;
    return RequestRefused.badRequest(
        "body %s: %s; allowed {\"policy\":\"NAME\"}"
            .formatted(seen.isEmpty() ? "empty" : seen, why));
  }

  private static void textOnly(MutableCoercionConfig text) {
    text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
        .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
        .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
  }

  private static byte[] json(Object value) {
    try {
      return (Json.MAPPER.writeValueAsString(value) + "\n").getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException ours) {
      throw new IllegalStateException("answer cannot be written as JSON: " + value, ours);
    }
  }
}
