package io.ringfence.server;

import io.ringfence.ring.BarrierPolicy;
import io.ringfence.server.admin.AdminServer;
import io.ringfence.server.capture.CaptureFile;
import io.ringfence.server.device.Offer;
import io.ringfence.server.os.FileReason;
import io.ringfence.server.schedule.SchedulePlan;
import io.ringfence.server.schedule.ScheduleRefused;
import io.ringfence.server.schedule.Schedules;
import io.ringfence.server.session.Connector;
import io.ringfence.server.session.Endpoint;
import io.ringfence.server.session.FrontEnds;
import io.ringfence.server.session.Listener;
import io.ringfence.server.session.WaitingFrontEnd;
import io.ringfence.server.takeover.Formats;
import io.ringfence.server.takeover.HandOverException;
import io.ringfence.server.takeover.HandOvers;
import io.ringfence.server.takeover.Kept;
import io.ringfence.server.takeover.ServingState;
import io.ringfence.server.takeover.TakeOver;
import io.ringfence.server.uplink.Uplink;
import io.ringfence.server.uplink.Uplinks;
import io.ringfence.server.uplink.loopback.LoopbackPort;
import io.ringfence.server.worker.Workers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running daemon: its uplink, its workers, its front-ends and its admin interface. */
public final class Daemon implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Daemon.class);

  private static final long ADMIN_RETRY_SECONDS = 1;
  private static final String HAND_OVER = "a hand-over is under way; wait for its end";

  private final DaemonConfig config;
  private final Uplink uplink;
  private final CaptureFile capture; // null if frames are not captured
  private final Workers workers;
  private final FrontEnds frontEnds;
  private final Endpoint endpoint;
  private final AdminServer admin;
  private final HandOvers handOvers;
  private final Schedules schedules;
  private final Kept kept;
  private final CountDownLatch ended = new CountDownLatch(1); // handed over, or without uplink
  private volatile boolean handedOver;

  /**
   * Starts a daemon.
   *
   * @throws IOException if the socket cannot be bound or the capture file cannot be written
   * @throws IllegalArgumentException if the uplink is not a known kind
   * @throws io.ringfence.server.os.OsException if the kernel refuses the uplink
   */
  public Daemon(DaemonConfig config) throws IOException {
    this(config, StandardUplinks.ALL);
  }

  /** Starts a daemon with other kinds of uplinks. */
  Daemon(DaemonConfig config, Uplinks uplinks) throws IOException {
    this(config, uplinks, Formats.OWN);
  }

  /** Starts a daemon with other formats of the hand-over, for tests. */
  Daemon(DaemonConfig config, Formats formats) throws IOException {
    this(config, StandardUplinks.ALL, formats);
  }

  private Daemon(DaemonConfig config, Uplinks uplinks, Formats formats) throws IOException {
    this.config = config;
    handOvers = new HandOvers(this::serving, this::leave, formats);
    kept = Kept.NOTHING;
    uplink = uplinks.open(config.uplink(), config.pairs());
    capture = openCaptureBesideUplink();
    workers = new Workers(config.workers(), config.policy(), capture, Daemon::endWithBug);
    schedules = new Schedules(workers, uplink::rehearsal);
    var offer = Offer.of(uplink.offloads(), config.pairs(), config.extras());
    frontEnds = new FrontEnds(offer, uplink, workers);
    endpoint = openEndpoint();
    logStart();
    admin = openAdmin();
    uplink.gone().thenAccept(this::endWithoutUplink);
  }

  /**
   * Starts a daemon that takes over from a running one.
   *
   * @throws HandOverException if either side cannot continue; the other daemon keeps serving
   * @throws IOException if the capture file cannot be written
   */
  public Daemon(DaemonConfig config, TakeOver takeOver) throws IOException, HandOverException {
    this.config = config;
    handOvers = new HandOvers(this::serving, this::leave, takeOver.formats());
    capture = openCapture();
    workers = new Workers(config.workers(), config.policy(), capture, Daemon::endWithBug);
    ServingState serving = inherit(takeOver);
    uplink = serving.uplink();
    schedules = new Schedules(workers, uplink::rehearsal);
    frontEnds = serving.frontEnds();
    endpoint = serving.endpoint();
    kept = serving.kept();
    logStart();
    takeOver.awaitEnd(); // then the admin address is free
    admin = openAdminOnceFree();
    uplink.gone().thenAccept(this::endWithoutUplink);
  }

  private ServingState inherit(TakeOver takeOver) throws HandOverException {
    try {
      workers.warmUp(new LoopbackPort());
      return takeOver.run(workers, StandardUplinks.ALL);
    } catch (HandOverException | RuntimeException e) {
      workers.close();
      closeCapture();
      throw e;
    }
  }

  private void logStart() {
    LOG.info(
        "{} socket={} uplink={} barriers={} mode={} admin={} pid={}",
        config.client() ? "connecting" : "listening",
        config.socketPath(),
        uplink.spec(),
        config.policy().spec(),
        config.workers().mode().label(),
        config.admin(),
        ProcessHandle.current().pid());
  }

  private CaptureFile openCaptureBesideUplink() throws IOException {
    try {
      return openCapture();
    } catch (IOException e) {
      uplink.close();
      throw e;
    }
  }

  private CaptureFile openCapture() throws IOException {
    if (config.capture() == null) {
      return null;
    }
    try {
      return CaptureFile.create(config.capture());
    } catch (IOException e) {
      throw new IOException("capture file %s: %s".formatted(config.capture(), FileReason.of(e)), e);
    }
  }

  /** Opens the endpoint before the admin interface, which takes longer: a guest may be waiting. */
  private Endpoint openEndpoint() throws IOException {
    try {
      Endpoint opened =
          config.client()
              ? new Connector(config.socketPath(), frontEnds)
              : new Listener(config.socketPath(), frontEnds);
      opened.open(List.of());
      return opened;
    } catch (IOException e) {
      frontEnds.dismissAll(); // there are none
      closeDataPath();
      throw e;
    }
  }

  private AdminServer openAdmin() throws IOException {
    try {
      return new AdminServer(config.admin(), DaemonRoutes.of(this));
    } catch (IOException e) {
      closeEndpoint();
      frontEnds.dismissAll();
      closeDataPath();
      throw e;
    }
  }

  /** Retries until the admin address is free. Meanwhile the daemon serves front-ends without it. */
  private AdminServer openAdminOnceFree() {
    while (true) {
      try {
        return new AdminServer(config.admin(), DaemonRoutes.of(this));
      } catch (IOException e) {
        LOG.error("no admin interface yet retry={}s: {}", ADMIN_RETRY_SECONDS, e.getMessage());
      }
      LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(ADMIN_RETRY_SECONDS));
    }
  }

  /** Ends the process: a worker that ended by a bug leaves its rings unserved. */
  private static void endWithBug(Thread thread, Throwable bug) {
    LOG.error("bug thread={}", thread.getName(), bug);
    Runtime.getRuntime().halt(1);
  }

  private void endWithoutUplink(String why) {
    LOG.error("uplink gone uplink={}: {}; the daemon ends", uplink.spec(), why);
    ended.countDown();
  }

  /** Returns the configuration. */
  public DaemonConfig config() {
    return config;
  }

  /** Returns the front-ends. */
  public FrontEnds frontEnds() {
    return frontEnds;
  }

  /** Returns the front-ends that wait for a free place. */
  List<WaitingFrontEnd> waiting() {
    return endpoint.waiting();
  }

  /** Returns why the uplink passes no frames at the moment; empty while it passes frames. */
  Optional<String> uplinkLoss() {
    return uplink.loss();
  }

  /** Returns the workers. */
  public Workers workers() {
    return workers;
  }

  /**
   * Swaps the barrier policy; when this returns, no ring is served under the old one.
   *
   * @throws IllegalArgumentException if the policy is unsafe and unsafe policies are not allowed
   * @throws IllegalStateException if a hand-over or a schedule is under way
   */
  public synchronized void swap(BarrierPolicy policy) {
    DaemonConfig.checkSafe(policy, config.allowUnsafe());
    if (handOvers.isUnderWay()) {
      throw new IllegalStateException(HAND_OVER);
    }
    if (schedules.isRunning()) {
      throw new IllegalStateException(Schedules.BUSY);
    }
    BarrierPolicy before = workers.policy();
    workers.swap(policy);
    LOG.info("barriers swapped from={} to={}", before.spec(), policy.spec());
  }

  /**
   * Starts a schedule that alternates policies.
   *
   * @throws IllegalArgumentException if a policy is unsafe and unsafe policies are not allowed
   * @throws ScheduleRefused if the daemon cannot run one now
   */
  public synchronized void startSchedule(SchedulePlan plan) throws ScheduleRefused {
    plan.arms().forEach(arm -> DaemonConfig.checkSafe(arm.policy(), config.allowUnsafe()));
    if (handOvers.isUnderWay()) {
      throw new ScheduleRefused(HAND_OVER);
    }
    schedules.start(plan);
  }

  /** Returns the schedules. */
  Schedules schedules() {
    return schedules;
  }

  // ---- hot restart ----------------------------------------------------------------------------

  /**
   * Begins to accept a process that takes over.
   *
   * @return the socket to which it must connect
   * @throws HandOverException if one is expected already
   */
  public synchronized Path expectSuccessor() throws HandOverException, IOException {
    if (schedules.isRunning()) {
      throw new HandOverException(Schedules.BUSY);
    }
    return handOvers.expect();
  }

  private synchronized ServingState serving() {
    return new ServingState(
        config.under(workers.policy()).record(), uplink, frontEnds, endpoint, kept);
  }

  /** Releases everything, which another process serves now. */
  private void leave() {
    admin.close();
    endpoint.abandon();
    frontEnds.leave();
    closeDataPath();
    LOG.info("ended");
    handedOver = true;
    ended.countDown();
  }

  /**
   * Waits until another process has taken everything over, or the uplink is gone for good.
   *
   * @return true after a hand-over; after false the caller must close the daemon
   */
  public boolean awaitEnd() throws InterruptedException {
    ended.await();
    return handedOver;
  }

  /** Stops accepting front-ends, disconnects those that are connected, and ends. */
  @Override
  public void close() {
    handOvers.close();
    if (handedOver) {
      return;
    }
    closeEndpoint();
    admin.close();
    frontEnds.dismissAll();
    closeDataPath();
    LOG.info("ended");
  }

  private void closeDataPath() {
    schedules.close();
    workers.close();
    uplink.close();
    closeCapture();
  }

  private void closeCapture() {
    if (capture != null) {
      capture.close();
    }
  }

  private void closeEndpoint() {
    try {
      endpoint.close();
    } catch (IOException e) {
      LOG.warn("socket not closed: {}", e.getMessage());
    }
  }
}
