package io.ringfence.ring;

import io.ringfence.testkit.Chain;
import io.ringfence.testkit.DriverQueue;
import io.ringfence.testkit.Used;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes driver and device decide on a notification at the same moment, over and over, and counts
 * how often both decide that none is needed.
 *
 * <p>Each stores, then loads what the other stores: the driver's call request and used index (S5,
 * K3), or avail index and kick request (S6, K6). Where a store may be delayed past the load, both
 * can miss the other's, and both would sleep. The driver has its full fence always; the device has
 * what its policy gives.
 */
final class LostNotifications {
  /** Who would sleep for good. */
  enum Direction {
    /** The driver: S5 of split rings, K3 of packed ones. */
    CALL,
    /** The device: S6 of split rings, K6 of packed ones. */
    KICK
  }

  private static final int SPINS_BEFORE_YIELD = 100_000;

  private final DriverQueue driver;
  private final NotifyingDevice device;
  private final Direction direction;
  private final AtomicInteger driverAt = new AtomicInteger();
  private final AtomicInteger deviceAt = new AtomicInteger();
  private final Chain buffer = new Chain();
  private final Used used = new Used();
  private volatile boolean deviceTells; // the device's decision of the trial before last rendezvous
  private volatile boolean ended;
  private int jitter = 1;
  private int waste; // what a wait computes, so that it is not optimised away

  private LostNotifications(DrivenRing ring, NotifyingDevice device, Direction direction) {
    this.driver = ring.driver();
    this.device = device;
    this.direction = direction;
  }

  /**
   * Runs trials on a ring, the device in a realm of its own.
   *
   * @param trials the most trials
   * @param enough ends early after so many lost notifications
   * @param millis ends early after that time
   */
  static Result run(
      DrivenRing ring, String policy, Direction direction, int trials, int enough, long millis) {
    var device =
        Realms.of(policy, NotifyingQueue.class)
            .instantiate(NotifyingDevice.class, NotifyingQueue.class.getName());
    device.start(ring.config(), ring.memory(), ring.start());
    return new LostNotifications(ring, device, direction).run(trials, enough, millis);
  }

  /**
   * What was seen.
   *
   * @param trials how often both decided at the same moment
   * @param lost how often neither told the other
   */
  record Result(int trials, int lost) {}

  private Result run(int most, int enough, long millis) {
    long deadline = System.nanoTime() + millis * 1_000_000;
    var deviceSide = CompletableFuture.runAsync(this::deviceLoop);
    int trials = 0;
    int lost = 0;
    try {
      while (trials < most && lost < enough && System.nanoTime() - deadline < 0) {
        trials++;
        lost += direction == Direction.CALL ? callTrial() : kickTrial();
      }
    } finally {
      ended = true;
      driverAt.incrementAndGet();
    }
    deviceSide.join();
    return new Result(trials, lost);
  }

  // ---- the driver's side ----------------------------------------------------------------------

  private int callTrial() {
    driver.disableCalls();
    publishOne();
    meetDevice(); // it has taken the chain
    meetDevice(); // go
    boolean seen = driver.enableCalls();
    meetDevice(); // it has decided
    boolean lost = !seen && !deviceTells;
    reap();
    return lost ? 1 : 0;
  }

  private int kickTrial() {
    meetDevice(); // it has suppressed kicks
    addOne();
    meetDevice(); // go
    driver.publish();
    boolean kicks = driver.kickNeeded();
    meetDevice(); // it has decided
    boolean lost = !kicks && !deviceTells;
    meetDevice(); // it has returned the chain
    reap();
    return lost ? 1 : 0;
  }

  private void publishOne() {
    addOne();
    driver.publish();
    driver.kickNeeded();
  }

  private void addOne() {
    if (driver.add(buffer.clear().out(0x1000, 4), 0) < 0) {
      throw new IllegalStateException("no free descriptor: " + driver.state());
    }
  }

  private void reap() {
    if (!driver.poll(used)) {
      throw new IllegalStateException("the chain did not come back: " + driver.state());
    }
  }

  // ---- the device's side ----------------------------------------------------------------------

  private void deviceLoop() {
    while (true) {
      if (direction == Direction.KICK) {
        device.suppressKicks();
      } else if (awaitDriver()) {
        device.take();
        deviceAt.incrementAndGet();
      } else {
        return;
      }
      if (!meetDriver()) {
        return;
      }
      if (direction == Direction.KICK && !meetDriver()) {
        return;
      }
      stagger();
      deviceTells = direction == Direction.CALL ? device.returnChain() : device.requestKicks();
      meetDriver();
      if (direction == Direction.KICK) {
        device.take();
        device.returnChain();
        meetDriver();
      }
    }
  }

  // ---- meeting --------------------------------------------------------------------------------

  private void meetDevice() {
    int turn = driverAt.incrementAndGet();
    for (int spin = 0; deviceAt.get() < turn; spin++) {
      pause(spin);
    }
  }

  private boolean meetDriver() {
    boolean going = awaitDriver();
    deviceAt.incrementAndGet();
    return going;
  }

  /** Waits until the driver is a step ahead; false where the trials have ended. */
  private boolean awaitDriver() {
    int turn = deviceAt.get() + 1;
    for (int spin = 0; driverAt.get() < turn; spin++) {
      pause(spin);
    }
    return !ended;
  }

  private static void pause(int spin) {
    if (spin < SPINS_BEFORE_YIELD) {
      Thread.onSpinWait();
    } else {
      Thread.yield();
    }
  }

  /**
   * The driver learns that the device goes about as late as a cache line takes; the device waits
   * for up to some hundred nanoseconds, so that the two meet at every distance.
   */
  private void stagger() {
    jitter = jitter * 1_664_525 + 1_013_904_223;
    for (int i = jitter >>> 24; i > 0; i--) {
      waste += jitter ^ i;
    }
  }
}
