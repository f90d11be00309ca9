package io.ringfence.server.worker;

import io.ringfence.ring.BarrierPolicy;
import io.ringfence.server.capture.CaptureFile;
import io.ringfence.server.os.SignalGuard;
import io.ringfence.server.pair.DataPathFactory;
import io.ringfence.server.pair.DataPathRealms;
import io.ringfence.server.pair.WarmUp;
import io.ringfence.server.uplink.Port;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The daemon's workers, and the barrier policy that all of them run under. */
public final class Workers implements AutoCloseable {
  private final DataPathRealms realms = new DataPathRealms();
  private final List<Worker> workers = new ArrayList<>();
  private final SignalGuard guard = new SignalGuard();
  private final CaptureFile capture;
  private volatile BarrierPolicy policy;

  /**
   * Starts workers.
   *
   * @param capture the file that records their frames; null if there is none
   * @param bug handles an error that is this program's own
   */
  public Workers(
      WorkerConfig config,
      BarrierPolicy policy,
      CaptureFile capture,
      Thread.UncaughtExceptionHandler bug) {
    this.policy = policy;
    this.capture = capture;
    DataPathFactory factory = realms.factory(policy);
    for (int i = 0; i < config.count(); i++) {
      workers.add(new Worker("worker-" + i, config, factory, bug));
    }
  }

  /** Runs the code of the policy in force, before a front-end waits for it. */
  public void warmUp(Port port) {
    new WarmUp(port).run(realms.factory(policy));
  }

  /** The workers. */
  public List<Worker> all() {
    return List.copyOf(workers);
  }

  /** The worker with the fewest queue pairs. */
  public Worker least() {
    return workers.stream().min(Comparator.comparingInt(Worker::load)).orElseThrow();
  }

  /** The file that records frames; null if there is none. */
  public CaptureFile capture() {
    return capture;
  }

  /** The policy in force. */
  public BarrierPolicy policy() {
    return policy;
  }

  /** Swaps the policy; when this returns, no worker runs under the old one. */
  public synchronized void swap(BarrierPolicy next) {
    DataPathFactory factory = realms.factory(next);
    workers.forEach(worker -> worker.swap(factory));
    policy = next;
  }

  @Override
  public void close() {
    workers.forEach(Worker::close);
    guard.close();
  }
}
