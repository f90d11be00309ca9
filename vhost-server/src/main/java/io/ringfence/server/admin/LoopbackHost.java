package io.ringfence.server.admin;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import java.util.regex.Pattern;

/**
 * Whether a request names this machine in its Host header. A web page whose name was made to
 * resolve to 127.0.0.1 sends its own name, and must not read or swap anything.
 */
final class LoopbackHost {
  private static final Pattern LOOPBACK =
      Pattern.compile("(localhost|127(\\.\\d{1,3}){3}|\\[::1])(:\\d{1,5})?");

  private LoopbackHost() {}

  static boolean isNamedBy(HttpRequest request) {
    String host = request.headers().get(HttpHeaderNames.HOST);
    return host == null || LOOPBACK.matcher(host).matches();
  }
}
