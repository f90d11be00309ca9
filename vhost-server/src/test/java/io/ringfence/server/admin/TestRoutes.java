package io.ringfence.server.admin;

import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Routes of a small daemon: a policy that can be swapped, and a swap that takes its time. */
final class TestRoutes {
  record Status(String state, List<String> sessions) {}

  record Barriers(String policy) {}

  record Wanted(String policy) {
    Wanted {
      if (policy == null) {
        throw new IllegalArgumentException("no policy in it");
      }
    }
  }

  private volatile String policy = "auto";

  /** A swap to {@code slow} says that it has begun, and waits until it may end. */
  final CountDownLatch slowBegun = new CountDownLatch(1);

  final CountDownLatch slowMayEnd = new CountDownLatch(1);

  List<Route> table() {
    return List.of(
        Route.get("/status", _ -> Response.json(new Status("running", List.of("a", "b")))),
        Route.get(
            "/stats",
            _ -> {
              throw new IllegalStateException("a bug in the counters");
            }),
        Route.get("/barriers", _ -> barriers()),
        Route.put("/barriers", this::setBarriers),
        Route.post(
            "/take-over",
            _ -> {
              throw RequestRefused.conflict("nobody takes this daemon over");
            }));
  }

  private Response barriers() {
    return Response.json(new Barriers(policy));
  }

  private Response setBarriers(Request request) throws RequestRefused {
    String wanted = request.json(Wanted.class, "{\"policy\":\"NAME\"}").policy();
    switch (wanted) {
      case "slow" -> waitForEnd();
      case "none" -> throw RequestRefused.conflict("policy none, allowed only with --allow-unsafe");
      case "auto", "smp" -> policy = wanted;
      default -> throw RequestRefused.badRequest("policy \"" + wanted + "\", allowed auto, smp");
    }
    return barriers();
  }

  private void waitForEnd() {
    slowBegun.countDown();
    try {
      slowMayEnd.await();
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
    policy = "slow";
  }
}
