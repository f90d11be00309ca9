package io.ringfence.testkit.race;

import io.ringfence.testkit.ring.DriverChain;
import io.ringfence.testkit.ring.DriverQueue;
import io.ringfence.testkit.ring.Used;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Makes driver and device decide on a notification at the same moment, repeatedly, and counts how
 * often both decide against it.
 *
 * <p>Each side stores, then loads what the other side stores: the driver's call request and used
 * index, or avail index and kick request. If a store is delayed past the load, both can miss the
 * other's store, and both would sleep. The driver always has its full fence (VIRTIO 1.3, 2.7.13.4.1
 * and 2.7.7.2). The device's barrier is under test.
 *
 * <p>Many rings keep the two threads from waiting for each other often. Each thread walks all
 * rings, and at some point they run side by side. A ring must have an event index: a request at one
 * of its positions has no effect at the next.
 */
public final class NotificationRace {
  /** The side that would sleep for good. */
  public enum Direction {
    /** The driver, which asked for a call. */
    CALL,
    /** The device, which asked for a kick. */
    KICK
  }

  /**
   * The result.
   *
   * @param trials number of decisions by both sides
   * @param lost number of trials in which neither side notified the other
   */
  public record Result(long trials, long lost) {}

  private final DriverQueue[] drivers;
  private final Direction direction;
  private final Rendezvous meeting = new Rendezvous();
  private final DeviceSide deviceSide;
  private final boolean[] driverDecided; // what the other side knows, ring by ring
  private final DriverChain buffer = new DriverChain().out(0x1000, 4);
  private final Used used = new Used();

  /**
   * Prepares a race on fresh rings, whose chains name four bytes at guest address 0x1000.
   *
   * @param devices one for each driver
   */
  public NotificationRace(
      List<? extends DriverQueue> drivers,
      List<? extends RacingDevice> devices,
      Direction direction) {
    this.drivers = drivers.toArray(DriverQueue[]::new);
    this.direction = direction;
    driverDecided = new boolean[drivers.size()];
    deviceSide = new DeviceSide(devices.toArray(RacingDevice[]::new), direction, meeting);
  }

  /**
   * Runs trials, one on each ring at a time. Call it once.
   *
   * @param most ends after this number of trials, or up to one more on each ring
   * @param enough ends early after this number of lost notifications
   * @param millis ends early after this time
   */
  public Result run(long most, long enough, long millis) {
    long deadline = System.nanoTime() + millis * 1_000_000;
    var ended = CompletableFuture.runAsync(deviceSide, NotificationRace::start);
    long trials = 0;
    long lost = 0;
    try {
      while (trials < most && lost < enough && System.nanoTime() - deadline < 0) {
        if (direction == Direction.CALL) {
          raceForCalls();
        } else {
          raceForKicks();
        }
        lost += deviceSide.lost(driverDecided);
        trials += drivers.length;
        reap();
      }
    } finally {
      meeting.end();
    }
    ended.join();
    return new Result(trials, lost);
  }

  private static void start(Runnable run) {
    Thread.ofPlatform().daemon().name("racing-device").start(run);
  }

  private void raceForCalls() {
    add();
    for (DriverQueue driver : drivers) {
      driver.publish();
      driver.kickNeeded();
    }
    meeting.lead();
    meeting.awaitReply(); // all chains are taken
    meeting.lead();
    meeting.staggerLeader();
    for (int i = 0; i < drivers.length; i++) {
      driverDecided[i] = drivers[i].enableCalls();
    }
    meeting.awaitReply();
  }

  private void raceForKicks() {
    add();
    meeting.lead();
    meeting.staggerLeader();
    for (int i = 0; i < drivers.length; i++) {
      drivers[i].publish();
      driverDecided[i] = drivers[i].kickNeeded();
    }
    meeting.awaitReply();
    meeting.lead();
    meeting.awaitReply(); // all chains are returned
  }

  private void add() {
    for (DriverQueue driver : drivers) {
      if (driver.add(buffer, 0) < 0) {
        throw new IllegalStateException("no free descriptor: " + driver.state());
      }
    }
  }

  private void reap() {
    for (DriverQueue driver : drivers) {
      if (!driver.poll(used)) {
        throw new IllegalStateException("the chain was not returned: " + driver.state());
      }
    }
  }

  /** The device's side, on a thread of its own. */
  private static final class DeviceSide implements Runnable {
    private final RacingDevice[] devices;
    private final Direction direction;
    private final Rendezvous meeting;
    private final boolean[] decided;

    DeviceSide(RacingDevice[] devices, Direction direction, Rendezvous meeting) {
      this.devices = devices;
      this.direction = direction;
      this.meeting = meeting;
      decided = new boolean[devices.length];
    }

    /**
     * Returns the number of rings on which neither side notified the other. Valid only after a
     * reply.
     */
    int lost(boolean[] others) {
      int lost = 0;
      for (int i = 0; i < decided.length; i++) {
        lost += decided[i] || others[i] ? 0 : 1;
      }
      return lost;
    }

    @Override
    public void run() {
      try {
        boolean going = true;
        while (going) {
          going = direction == Direction.CALL ? raceForCalls() : raceForKicks();
        }
      } catch (RuntimeException | Error e) {
        meeting.fail(e);
        throw e;
      }
    }

    private boolean raceForCalls() {
      if (!meeting.awaitLead()) {
        return false;
      }
      for (RacingDevice device : devices) {
        device.take();
      }
      meeting.reply();
      meeting.awaitLead();
      meeting.staggerOther();
      for (int i = 0; i < devices.length; i++) {
        decided[i] = devices[i].returnChain();
      }
      meeting.reply();
      return true;
    }

    private boolean raceForKicks() {
      if (!meeting.awaitLead()) {
        return false;
      }
      meeting.staggerOther();
      for (int i = 0; i < devices.length; i++) {
        decided[i] = devices[i].requestKicks();
      }
      meeting.reply();
      meeting.awaitLead();
      for (RacingDevice device : devices) {
        device.take();
        device.returnChain();
      }
      meeting.reply();
      return true;
    }
  }
}
