package io.ringfence.server.admin;

import java.util.List;

/** A request that is answered by an error: an HTTP status and what was seen and allowed. */
public final class RequestRefused extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final transient List<String> allowedMethods;

  private RequestRefused(int status, String seenAndAllowed, List<String> allowedMethods) {
    super(seenAndAllowed);
    this.status = status;
    this.allowedMethods = allowedMethods;
  }

  /** 400: the request itself is wrong. */
  public static RequestRefused badRequest(String seenAndAllowed) {
    return new RequestRefused(400, seenAndAllowed, List.of());
  }

  /** 409: a valid request that the daemon's current state does not allow. */
  public static RequestRefused conflict(String seenAndAllowed) {
    return new RequestRefused(409, seenAndAllowed, List.of());
  }

  static RequestRefused notFound(String seenAndAllowed) {
    return new RequestRefused(404, seenAndAllowed, List.of());
  }

  static RequestRefused methodNotAllowed(String seen, List<String> allowedMethods) {
    String allowed = String.join(", ", allowedMethods);
    return new RequestRefused(
        405, seen + ": method not allowed, allowed " + allowed, allowedMethods);
  }

  static RequestRefused tooLarge(int maxBytes) {
    return new RequestRefused(
        413, "request body too large, allowed up to " + maxBytes + " bytes", List.of());
  }

  static RequestRefused overloaded(int waiting) {
    return new RequestRefused(503, waiting + " requests wait already, try again later", List.of());
  }

  /** 500: a bug, which the log describes. */
  static RequestRefused failed() {
    return new RequestRefused(
        500, "the daemon failed to answer; its log has the reason", List.of());
  }

  /** Returns the HTTP status, 400 to 599. */
  public int status() {
    return status;
  }

  /** Returns the methods for the Allow header of a 405. */
  List<String> allowedMethods() {
    return allowedMethods;
  }
}
