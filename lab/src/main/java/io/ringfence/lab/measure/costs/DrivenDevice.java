package io.ringfence.lab.measure.costs;

import io.ringfence.ring.BarrierPolicy;
import io.ringfence.ring.BarrierRealm;
import io.ringfence.ring.GuestMemory;
import io.ringfence.ring.RingPosition;
import io.ringfence.ring.VringConfig;
import io.ringfence.testkit.memory.GuestRam;
import io.ringfence.testkit.ring.DriverChain;
import io.ringfence.testkit.ring.DriverQueue;
import io.ringfence.testkit.ring.QueueConfig;
import io.ringfence.testkit.ring.Used;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/**
 * A ring with the software driver on one side and, in a realm of its own, the device on the other.
 * The driver runs on the caller's thread, the device on another.
 */
public final class DrivenDevice implements AutoCloseable {
  private static final int RING_SIZE = 256;
  private static final int FRAME_BYTES = 12 + 64; // a virtio-net header and a small frame
  private static final int FRAME_SPACING = 128;
  private static final int RAM_BYTES = 1 << 20;
  // Returns before the clock starts: the device's thread has woken, and its lines are in its cache.
  private static final long LEAD_IN = 64;

  private final GuestRam ram = GuestRam.anonymous(RAM_BYTES);
  private final DriverQueue driver;
  private final FrameDevice device;
  private final long frameAddress;
  private final DriverChain frame = new DriverChain();
  private final Used used = new Used();

  /** A fresh ring with nothing in it. */
  public DrivenDevice(BarrierPolicy policy, boolean packed) {
    QueueConfig config = packed ? QueueConfig.packed(RING_SIZE) : QueueConfig.split(RING_SIZE);
    driver = DriverQueue.of(ram, packed, config.withEventIdx(true));
    frameAddress = ram.allocate((long) RING_SIZE * FRAME_SPACING, FRAME_SPACING);
    String code = RealmFrameDevice.class.getName();
    device =
        new BarrierRealm(policy, Set.of(code)::contains, DrivenDevice.class.getClassLoader())
            .instantiate(FrameDevice.class, code);
    device.start(
        new VringConfig(
            packed,
            RING_SIZE,
            driver.descAddress(),
            driver.availAddress(),
            driver.usedAddress(),
            true),
        memory(),
        packed ? RingPosition.packed(QueueConfig.PACKED_BASE) : RingPosition.split(0));
  }

  private GuestMemory memory() {
    return new GuestMemory(
        ram.regions().stream()
            .map(region -> new GuestMemory.Extent(region.guestAddress(), region.segment()))
            .toList(),
        List.of());
  }

  /**
   * What a run took.
   *
   * @param nanos of each slice, by the device's clock
   * @param rechecks share of the device's second looks that found work
   */
  record Timing(long[] nanos, double rechecks) {}

  /**
   * Sends frames there and back. It is the device that reads the clock: where frames wait, the
   * driver sees them return late and all at once if its processor is taken away for a moment.
   *
   * @param deviceThread where the device runs
   * @param slice frames in a slice, a multiple of those that return together
   * @param slices how many
   */
  Timing run(ExecutorService deviceThread, TrafficPattern traffic, long slice, int slices) {
    long frames = traffic.together() * LEAD_IN + slice * slices;
    Future<Timing> served = deviceThread.submit(() -> serve(traffic, slice, slices));
    if (traffic == TrafficPattern.STREAM) {
      stream(frames, traffic.inFlight());
    } else {
      thereAndBack(frames, traffic.inFlight());
    }
    try {
      return served.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException("the device failed", e);
    }
  }

  /** Sends so many frames, driver and device taking turns on this thread. */
  public void alone(long frames) {
    for (long i = 0; i < frames; i++) {
      add(0);
      publish();
      device.serve(1, 1);
      if (!driver.poll(used)) {
        throw new IllegalStateException("the frame did not come back: " + driver.state());
      }
    }
  }

  private Timing serve(TrafficPattern traffic, long slice, int slices) {
    long rechecks = device.serve(traffic.together() * LEAD_IN, traffic.together());
    long[] nanos = new long[slices];
    long begin = System.nanoTime();
    for (int i = 0; i < slices; i++) {
      rechecks += device.serve(slice, traffic.together());
      long end = System.nanoTime();
      nanos[i] = end - begin;
      begin = end;
    }
    double looks = LEAD_IN + (double) slice * slices / traffic.together();
    return new Timing(nanos, rechecks / looks);
  }

  private void thereAndBack(long frames, int inFlight) {
    for (long sent = 0; sent < frames; sent += inFlight) {
      for (int i = 0; i < inFlight; i++) {
        add(i);
      }
      publish();
      for (int back = 0; back < inFlight; back++) {
        for (int turn = 0; !driver.poll(used); turn++) {
          Spin.pause(turn);
        }
      }
      driver.enableCalls(); // as one that will sleep until something is back
    }
  }

  private void stream(long frames, int inFlight) {
    driver.disableCalls(); // as one that has much to do
    long sent = 0;
    while (sent < frames || driver.outstanding() > 0) {
      if (sent < frames && driver.outstanding() <= inFlight / 2) {
        while (sent < frames && driver.outstanding() < inFlight) {
          add((int) sent++ & inFlight - 1);
        }
        publish();
      }
      for (int turn = 0; !driver.poll(used); turn++) {
        Spin.pause(turn);
      }
    }
  }

  private void add(int slot) {
    long at = frameAddress + (long) slot * FRAME_SPACING;
    if (driver.add(frame.clear().out(at, FRAME_BYTES), slot) < 0) {
      throw new IllegalStateException("no free descriptor: " + driver.state());
    }
  }

  private void publish() {
    driver.publish();
    driver.kickNeeded();
  }

  @Override
  public void close() {
    ram.close();
  }
}
