package io.ringfence.server.admin;

/**
 * A row of the admin interface's table: a method, a path and their handler. A feature adds its rows
 * to the list that is passed to {@link AdminServer}.
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

  /** Returns a route that reads a resource. */
  public static Route get(String path, Handler handler) {
    return new Route("GET", path, handler);
  }

  /** Returns a route that sets a resource from the body. */
  public static Route put(String path, Handler handler) {
    return new Route("PUT", path, handler);
  }

  /** Returns a route that starts an action. */
  public static Route post(String path, Handler handler) {
    return new Route("POST", path, handler);
  }

  /** Returns a route that ends or removes a resource. */
  public static Route delete(String path, Handler handler) {
    return new Route("DELETE", path, handler);
  }
}
