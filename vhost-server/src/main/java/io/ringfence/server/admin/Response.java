package io.ringfence.server.admin;

import java.nio.charset.StandardCharsets;

/**
 * A complete response: a content type and bytes. Handlers create it by {@link #json} and {@link
 * #text}.
 *
 * <p>A stream of events is no such response, as it outlives its handler: the four threads that run
 * handlers must not wait for its end. It needs a second kind beside this one, under a sealed
 * interface that {@link Route.Handler} returns, with a content type such as {@code
 * application/x-ndjson} and a source of lines. {@link RequestHandler} then chooses between the two.
 * For a stream it sends the head with {@code Transfer-Encoding: chunked}, and a chunk for each line
 * while the channel is writable. It ends a stream whose client does not read, and does not read the
 * connection's next request before the end. The server's idle limit must spare a silent stream.
 *
 * @param status HTTP status, 200 to 599
 * @param contentType the header's value, with a charset if it is text other than JSON
 */
public record Response(int status, String contentType, byte[] body) {
  private static final String JSON = "application/json";

  /** Returns status 200 with a record, or anything else that Jackson writes as a JSON object. */
  public static Response json(Object value) {
    return json(200, value);
  }

  /** Returns a JSON object and a line feed under another status. */
  static Response json(int status, Object value) {
    return new Response(status, JSON, Json.bytes(value));
  }

  /**
   * Returns status 200 with text in UTF-8.
   *
   * @param contentType such as {@code text/plain; version=0.0.4; charset=utf-8}
   */
  public static Response text(String contentType, String text) {
    return new Response(200, contentType, text.getBytes(StandardCharsets.UTF_8));
  }
}
