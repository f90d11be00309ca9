package io.ringfence.server.admin;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * A request to a handler.
 *
 * @param path without the query
 * @param query what follows the first {@code ?}, still encoded; empty if there is none. It is
 *     decoded when a handler asks for a parameter, so a route without parameters ignores it.
 * @param body at most {@link AdminServer#MAX_BODY_BYTES} bytes
 */
public record Request(String method, String path, String query, byte[] body) {
  private static final int SHOWN_CHARACTERS = 80;

  /** Divides an HTTP request target, such as {@code /slices?from=3}. */
  static Request of(String method, String target, byte[] body) {
    String[] parts = target.split("\\?", 2);
    return new Request(method, parts[0], parts.length == 2 ? parts[1] : "", body);
  }

  /**
   * Returns a query parameter, decoded; empty if the request does not have it.
   *
   * @throws RequestRefused if it appears twice, or the query is not percent-encoded
   */
  public Optional<String> parameter(String name) throws RequestRefused {
    List<String> values;
    try {
      values = new QueryStringDecoder(query, false).parameters().getOrDefault(name, List.of());
    } catch (IllegalArgumentException malformed) {
      throw RequestRefused.badRequest(
          "query %s: %s; allowed NAME=VALUE, percent-encoded"
              .formatted(shortened(query), malformed.getMessage()));
    }
    if (values.size() > 1) {
      throw RequestRefused.badRequest(
          "query parameter %s appears %d times, allowed once".formatted(name, values.size()));
    }
    return values.stream().findFirst();
  }

  /**
   * Returns a query parameter that is a number from 0 to 10^18 - 1.
   *
   * @param absent the number if the request does not have the parameter
   * @throws RequestRefused if its value is no such number
   */
  public long number(String name, long absent) throws RequestRefused {
    Optional<String> value = parameter(name);
    if (value.isEmpty()) {
      return absent;
    }
    if (!value.get().matches("[0-9]{1,18}")) {
      throw RequestRefused.badRequest(
          "query parameter %s=%s, allowed a decimal number of 1 to 18 digits"
              .formatted(name, shortened(value.get())));
    }
    return Long.parseLong(value.get());
  }

  /**
   * Reads the body as JSON.
   *
   * @param type a record. Its constructor may throw IllegalArgumentException, whose message is the
   *     reason in the response, such as {@code no policy in it}. Unknown fields are refused.
   * @param allowed a pattern of what is allowed, for the error
   * @throws RequestRefused {@code body SEEN: REASON; allowed ALLOWED}
   */
  public <T> T json(Class<T> type, String allowed) throws RequestRefused {
    try {
      return Json.read(body, type);
    } catch (IOException malformed) {
      String text = new String(body, StandardCharsets.UTF_8);
      throw RequestRefused.badRequest(
          "body %s: %s; allowed %s"
              .formatted(
                  text.isEmpty() ? "empty" : shortened(text), Json.reason(malformed), allowed));
    }
  }

  private static String shortened(String text) {
    return text.length() > SHOWN_CHARACTERS ? text.substring(0, SHOWN_CHARACTERS) + "..." : text;
  }
}
