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
 * A ring with the software driver on one side and the device, in its own realm, on the other. The
 * driver runs on the caller's thread, the device on another.
 */
public final class DrivenDevice implements AutoCloseable {
  private static final int RING_SIZE = 256;
  private static final int FRAME_BYTES = 12 + 64; // a virtio-net header and a small frame
  private static final int FRAME_SPACING = 128;
  private static final int RAM_BYTES = 1 << 20;
  // Returns before the clock starts: the device's thread is awake, and its cache lines are loaded.
  private static final long LEAD_IN = 64;

  private final GuestRam ram = GuestRam.anonymous(RAM_BYTES);
  private final DriverQueue driver;
  private final FrameDevice device;
  private final long frameAddress;
  private final DriverChain frame = new DriverChain();
  private final Used used = new Used();

  /** Creates an empty ring. */
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
   * The times of a run.
   *
   * @param nanos of each slice, by the device's clock
   * @param rechecks share of the device's second polls that found work
   */
  record Timing(long[] nanos, double rechecks) {}

  /**
   * Sends frames out and back. The device reads the clock. With waiting frames, a driver that loses
   * its processor briefly would see them return late and all at once.
   *
   * @param deviceThread the device's thread
   * @param slice frames in a slice, a multiple of those that return together
   * @param slices number of slices
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

  /** Sends {@code frames} frames, with driver and device alternating on this thread. */
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
      driver.enableCalls(); // like a driver that will sleep until a frame is back
    }
  }

  private void stream(long frames, int inFlight) {
    driver.disableCalls(); // like a driver with much work
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
