package io.ringfence.testkit.race;

import io.ringfence.testkit.ring.DriverChain;
import io.ringfence.testkit.ring.DriverQueue;
import io.ringfence.testkit.ring.Used;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Lets driver and device decide on a notification at the same moment, over and over, and counts how
 * often both decide that none is needed.
 *
 * <p>Each stores, then loads what the other stores: the driver's call request and used index, or
 * avail index and kick request. Where a store may be delayed past the load, both can miss the
 * other's, and both would sleep. The driver has its full fence always (VIRTIO 1.3, 2.7.13.4.1 and
 * 2.7.7.2); what the device has is what is tried.
 *
 * <p>There are many rings, so that the two need to wait for each other seldom: then each goes
 * through all rings by itself, and somewhere they run side by side. A ring must have an event
 * index: what was asked for at one of its positions asks for nothing at the next.
 */
public final class NotificationRace {
  /** Who would sleep for good. */
  public enum Direction {
    /** The driver, who asked for a call. */
    CALL,
    /** The device, which asked for a kick. */
    KICK
  }

  /**
   * What was seen.
   *
   * @param trials how often both decided
   * @param lost how often neither told the other
   */
  public record Result(long trials, long lost) {}

  private final DriverQueue[] drivers;
  private final Direction direction;
  private final Rendezvous meeting = new Rendezvous();
  private final DeviceSide deviceSide;
  private final boolean[] driverDecided; // that the other knows, ring by ring
  private final DriverChain buffer = new DriverChain().out(0x1000, 4);
  private final Used used = new Used();

  /**
   * A race on fresh rings, whose chains name four bytes at guest address 0x1000.
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
   * Runs trials, one on each ring at a time; once only.
   *
   * @param most ends after so many trials, or up to one more on each ring
   * @param enough ends early after so many lost notifications
   * @param millis ends early after that time
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
    meeting.awaitReply(); // it has taken them all
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
    meeting.awaitReply(); // it has returned them all
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
        throw new IllegalStateException("the chain did not come back: " + driver.state());
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

    /** On how many rings neither decided to tell the other; only after a reply. */
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
