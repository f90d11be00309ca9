package io.ringfence.server.admin;

import io.ringfence.server.admin.Route.Handler;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds the handler of a request by its path and method. It does not use the network. */
final class Router {
  private final Map<String, Map<String, Handler>> paths = new LinkedHashMap<>();

  /**
   * @throws IllegalArgumentException if two routes have the same method and path
   */
  Router(List<Route> routes) {
    for (Route route : routes) {
      Map<String, Handler> methods =
          paths.computeIfAbsent(route.path(), _ -> new LinkedHashMap<>());
      if (methods.putIfAbsent(route.method(), route.handler()) != null) {
        throw new IllegalArgumentException(
            "route %s %s appears twice, allowed once".formatted(route.method(), route.path()));
      }
    }
  }

  /**
   * Answers a request.
   *
   * @throws RequestRefused by the handler; or 404 for a path that no route has, and 405 for a
   *     method that the path does not have
   */
  Response answer(Request request) throws RequestRefused {
    Map<String, Handler> methods = paths.get(request.path());
    String seen = request.method() + " " + request.path();
    if (methods == null) {
      String allowed = String.join(", ", paths.keySet());
      throw RequestRefused.notFound(seen + ": no such path, allowed " + allowed);
    }
    Handler handler = methods.get(request.method());
    if (handler == null) {
      throw RequestRefused.methodNotAllowed(seen, List.copyOf(methods.keySet()));
    }
    return handler.handle(request);
  }
}
