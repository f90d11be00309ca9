package io.ringfence.server;

import io.ringfence.ring.BarrierPolicy;
import io.ringfence.server.admin.RequestRefused;
import io.ringfence.server.admin.Routes;
import io.ringfence.server.takeover.HandOverException;
import java.io.IOException;

/** The admin interface of a daemon. */
final class DaemonRoutes implements Routes {
  private final Daemon daemon;

  DaemonRoutes(Daemon daemon) {
    this.daemon = daemon;
  }

  @Override
  public StatusView status() {
    return StatusView.of(daemon);
  }

  @Override
  public StatsView stats() {
    return StatsView.of(daemon);
  }

  @Override
  public BarriersView barriers() {
    return BarriersView.of(daemon.workers().policy());
  }

  @Override
  public BarriersView setBarriers(String policy) throws RequestRefused {
    try {
      daemon.swap(BarrierPolicy.parse(policy));
    } catch (IllegalArgumentException e) {
      throw RequestRefused.badRequest(e.getMessage());
    } catch (IllegalStateException e) {
      throw RequestRefused.conflict(e.getMessage());
    }
    return barriers();
  }

  @Override
  public Object takeOver() throws RequestRefused {
    try {
      return new TakeOverView(daemon.expectSuccessor().toString());
    } catch (HandOverException | IOException e) {
      throw RequestRefused.conflict(e.getMessage());
    }
  }

  /** Where a successor is expected. */
  record TakeOverView(String socket) {}
}
