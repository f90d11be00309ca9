package io.ringfence.server;

import io.ringfence.protocol.VirtioFeature;
import io.ringfence.server.capture.CaptureFile;
import io.ringfence.server.device.Vring;
import io.ringfence.server.session.FrontEnd;
import java.util.List;
import java.util.Optional;

/**
 * The daemon's state in the admin interface.
 *
 * @param uplinkState {@code ready}, or {@code lost} while no frames pass
 * @param uplinkLoss why no frames pass; null while they pass
 * @param capture null without one
 */
public record StatusView(
    String version,
    long pid,
    String socket,
    String mode,
    String uplink,
    String uplinkState,
    String uplinkLoss,
    String policy,
    List<Session> sessions,
    List<Waiting> waiting,
    Capture capture) {

  /** A front-end that waits for a place, ms so far. */
  public record Waiting(long peerPid, long waitedMillis) {}

  /** A connected front-end; {@code memoryBytes} is what it shares. */
  public record Session(
      int id, long peerPid, String features, long memoryBytes, List<Ring> vrings) {}

  /** A ring: {@code state} is stopped, running or broken. */
  public record Ring(
      int index, String role, String state, int size, String format, boolean enabled) {}

  /**
   * A capture file.
   *
   * @param state running or ended
   * @param reason why it ended; null while it runs
   */
  public record Capture(String file, String state, String reason) {}

  static StatusView of(Daemon daemon) {
    DaemonConfig config = daemon.config();
    Optional<String> loss = daemon.uplinkLoss();
    return new StatusView(
        Version.text(),
        ProcessHandle.current().pid(),
        config.socketPath().toString(),
        config.workers().mode().label(),
        config.uplink(),
        loss.isPresent() ? "lost" : "ready",
        loss.orElse(null),
        daemon.workers().policy().spec(),
        daemon.frontEnds().all().stream().map(StatusView::session).toList(),
        daemon.waiting().stream().map(one -> new Waiting(one.peer(), one.waitedMillis())).toList(),
        capture(daemon.workers().capture()));
  }

  private static Capture capture(CaptureFile file) {
    if (file == null) {
      return null;
    }
    String ending = file.ending();
    return new Capture(file.path().toString(), ending == null ? "running" : "ended", ending);
  }

  private static Session session(FrontEnd frontEnd) {
    long features = frontEnd.features();
    return new Session(
        frontEnd.id(),
        frontEnd.peer(),
        VirtioFeature.format(features),
        frontEnd.memoryBytes(),
        frontEnd.vrings().stream().map(ring -> ring(ring, features)).toList());
  }

  private static Ring ring(Vring ring, long features) {
    return new Ring(
        ring.index(),
        ring.role().label(),
        ring.condition(),
        ring.size(),
        VirtioFeature.RING_PACKED.in(features) ? "packed" : "split",
        ring.isEnabled(VirtioFeature.PROTOCOL_FEATURES.in(features)));
  }
}
