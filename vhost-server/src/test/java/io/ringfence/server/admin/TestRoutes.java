package io.ringfence.server.admin;

import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Routes of a small daemon: a policy that can be swapped, and a swap that takes its time. */
final class TestRoutes implements Routes {
  record Status(String state, List<String> sessions) {}

  record Barriers(String policy) {}

  private volatile String policy = "auto";

  /** A swap to {@code slow} says that it has begun, and waits until it may end. */
  final CountDownLatch slowBegun = new CountDownLatch(1);

  final CountDownLatch slowMayEnd = new CountDownLatch(1);

  @Override
  public Object status() {
    return new Status("running", List.of("a", "b"));
  }

  @Override
  public Object stats() {
    throw new IllegalStateException("a bug in the counters");
  }

  @Override
  public Object barriers() {
    return new Barriers(policy);
  }

  @Override
  public Object setBarriers(String wanted) throws RequestRefused {
    switch (wanted) {
      case "slow" -> waitForEnd();
      case "none" -> throw RequestRefused.conflict("policy none, allowed only with --allow-unsafe");
      case "auto", "smp" -> policy = wanted;
      default -> throw RequestRefused.badRequest("policy \"" + wanted + "\", allowed auto, smp");
    }
    return barriers();
  }

  @Override
  public Object takeOver() throws RequestRefused {
    throw RequestRefused.conflict("nobody takes this daemon over");
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
