package io.ringfence.server.admin;

/**
 * A line of the admin interface's table: a method and a path, and what answers them. A feature adds
 * its lines to the list that {@link AdminServer} is given.
 *
 * @param method such as {@code GET}
 * @param path such as {@code /status}; matched as a whole, without the query
 */
public record Route(String method, String path, Handler handler) {

  /**
   * Answers requests. It is called from several threads at once, never from a network thread, so a
   * call may block. Four threads answer all requests, so it must not block for long.
   */
  @FunctionalInterface
  public interface Handler {
    /**
     * Answers a request.
     *
     * @throws RequestRefused with what was seen and allowed; the client receives it as {@code
     *     {"error": "..."}}
     */
    Response handle(Request request) throws RequestRefused;
  }

  /** Reads something. */
  public static Route get(String path, Handler handler) {
    return new Route("GET", path, handler);
  }

  /** Sets something to what the body says. */
  public static Route put(String path, Handler handler) {
    return new Route("PUT", path, handler);
  }

  /** Begins something. */
  public static Route post(String path, Handler handler) {
    return new Route("POST", path, handler);
  }

  /** Ends or removes something. */
  public static Route delete(String path, Handler handler) {
    return new Route("DELETE", path, handler);
  }
}
