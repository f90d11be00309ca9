package io.ringfence.server;

import io.ringfence.ring.BarrierPolicy;
import io.ringfence.server.admin.Request;
import io.ringfence.server.admin.RequestRefused;
import io.ringfence.server.admin.Response;
import io.ringfence.server.admin.Route;
import io.ringfence.server.takeover.HandOverException;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/** The admin interface of a daemon. */
final class DaemonRoutes {
  private final Daemon daemon;

  private DaemonRoutes(Daemon daemon) {
    this.daemon = daemon;
  }

  /** Returns the table of routes. docs/reference/admin-api.md describes them. */
  static List<Route> of(Daemon daemon) {
    var routes = new DaemonRoutes(daemon);
    List<Route> own =
        List.of(
            Route.get("/status", _ -> Response.json(StatusView.of(daemon))),
            Route.get("/stats", _ -> Response.json(StatsView.of(daemon))),
            Route.get("/barriers", _ -> routes.barriers()),
            Route.put("/barriers", routes::setBarriers),
            Route.post("/take-over", _ -> routes.takeOver()));
    return Stream.concat(own.stream(), ScheduleRoutes.of(daemon).stream()).toList();
  }

  private Response barriers() {
    return Response.json(BarriersView.of(daemon.workers().policy()));
  }

  /** Swaps the barrier policy and returns when every ring runs under it. */
  private Response setBarriers(Request request) throws RequestRefused {
    Policy wanted = request.json(Policy.class, Policy.ALLOWED);
    try {
      daemon.swap(BarrierPolicy.parse(wanted.policy()));
    } catch (IllegalArgumentException e) {
      throw RequestRefused.badRequest(e.getMessage());
    } catch (IllegalStateException e) {
      throw RequestRefused.conflict(e.getMessage());
    }
    return barriers();
  }

  /** Begins to accept a process that takes over, and returns the socket for it. */
  private Response takeOver() throws RequestRefused {
    try {
      return Response.json(new TakeOverView(daemon.expectSuccessor().toString()));
    } catch (HandOverException | IOException e) {
      throw RequestRefused.conflict(e.getMessage());
    }
  }

  /** The body of PUT /barriers. */
  record Policy(String policy) {
    static final String ALLOWED = "{\"policy\":\"NAME\"}";

    Policy {
      if (policy == null) {
        throw new IllegalArgumentException("no policy in it");
      }
    }
  }

  /** The socket to which a successor connects. */
  record TakeOverView(String socket) {}
}
