package io.ringfence.server;

import io.ringfence.ring.BarrierPolicy;
import io.ringfence.server.admin.AdminServer;
import io.ringfence.server.net.CaptureFile;
import io.ringfence.server.session.Connector;
import io.ringfence.server.session.FrontEnds;
import io.ringfence.server.session.Listener;
import io.ringfence.server.session.Offer;
import io.ringfence.server.uplink.Uplink;
import io.ringfence.server.uplink.Uplinks;
import io.ringfence.server.worker.Workers;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running daemon: its uplink, its workers, its front-ends and its admin interface. */
public final class Daemon implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Daemon.class);

  private final DaemonConfig config;
  private final Uplink uplink;
  private final CaptureFile capture; // null where frames are not captured
  private final Workers workers;
  private final FrontEnds frontEnds;
  private final AdminServer admin;
  private final AutoCloseable door;

  /**
   * Starts a daemon.
   *
   * @throws IOException where the socket cannot be listened on, or the capture file not written
   * @throws IllegalArgumentException where the uplink is none
   * @throws io.ringfence.server.os.OsException where the kernel refuses the uplink
   */
  public Daemon(DaemonConfig config) throws IOException {
    this.config = config;
    uplink = Uplinks.open(config.uplink(), config.pairs());
    capture = openCapture();
    workers = new Workers(config.workers(), config.policy(), capture, Daemon::endWithBug);
    var offer = Offer.of(uplink.offloads(), config.pairs(), config.extras());
    frontEnds = new FrontEnds(offer, uplink, workers);
    door = openDoor();
    LOG.info(
        "{} socket={} uplink={} barriers={} mode={} admin={} pid={}",
        config.client() ? "connecting" : "listening",
        config.socketPath(),
        uplink.spec(),
        config.policy().spec(),
        config.workers().mode().label(),
        config.admin(),
        ProcessHandle.current().pid());
    admin = openAdmin();
  }

  private CaptureFile openCapture() throws IOException {
    if (config.capture() == null) {
      return null;
    }
    try {
      return CaptureFile.create(config.capture());
    } catch (IOException e) {
      uplink.close();
      throw new IOException("capture file %s: %s".formatted(config.capture(), e.getMessage()), e);
    }
  }

  /** Before the admin interface, which takes longer: a guest may be waiting. */
  private AutoCloseable openDoor() throws IOException {
    try {
      return config.client()
          ? new Connector(config.socketPath(), frontEnds)
          : new Listener(config.socketPath(), frontEnds);
    } catch (IOException e) {
      closeDataPath();
      throw e;
    }
  }

  private AdminServer openAdmin() throws IOException {
    try {
      return new AdminServer(config.admin(), new DaemonRoutes(this));
    } catch (IOException e) {
      closeDoor();
      frontEnds.dismissAll();
      closeDataPath();
      throw e;
    }
  }

  /** A worker that ended by a bug leaves rings unserved; nothing is gained by going on. */
  private static void endWithBug(Thread thread, Throwable bug) {
    LOG.error("bug thread={}", thread.getName(), bug);
    Runtime.getRuntime().halt(1);
  }

  /** What it was told at its start. */
  public DaemonConfig config() {
    return config;
  }

  /** Its front-ends. */
  public FrontEnds frontEnds() {
    return frontEnds;
  }

  /** Its workers. */
  public Workers workers() {
    return workers;
  }

  /**
   * Swaps the barrier policy; when this returns, no ring is served under the old one.
   *
   * @throws IllegalArgumentException where the policy is unsafe and that was not allowed
   */
  public void swap(BarrierPolicy policy) {
    DaemonConfig.checkSafe(policy, config.allowUnsafe());
    BarrierPolicy before = workers.policy();
    workers.swap(policy);
    LOG.info("barriers swapped from={} to={}", before.spec(), policy.spec());
  }

  /** Stops taking front-ends, dismisses those that are there, and ends. */
  @Override
  public void close() {
    closeDoor();
    admin.close();
    frontEnds.dismissAll();
    closeDataPath();
    LOG.info("ended");
  }

  private void closeDataPath() {
    workers.close();
    uplink.close();
    if (capture != null) {
      capture.close();
    }
  }

  private void closeDoor() {
    try {
      door.close();
    } catch (Exception e) {
      LOG.warn("socket not closed: {}", e.getMessage());
    }
  }
}
