package io.ringfence.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringfence.testkit.Await;
import io.ringfence.testkit.guest.GuestNic;
import io.ringfence.testkit.guest.GuestNicOptions;
import io.ringfence.testkit.memory.DirtyLogFile;
import io.ringfence.testkit.net.Features;
import io.ringfence.testkit.wire.Acks;
import io.ringfence.testkit.wire.Payload;
import io.ringfence.testkit.wire.RequestCode;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The source of a migration: what the device writes must be in the log. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class DirtyLogTest {
  private static final long RAM_BYTES = 64L << 20;
  private final Random random = new Random(8);

  private static GuestNicOptions guest(boolean packed) {
    return GuestNic.options().with(Features.LOG_ALL | (packed ? Features.RING_PACKED : 0));
  }

  /** VHOST_F_LOG_ALL is set only while a migration runs. */
  private static GuestNic start(RunningDaemon daemon, boolean packed) {
    return guest(packed).without(Features.LOG_ALL).connect(daemon.socket());
  }

  private void roundTrips(GuestNic nic, int count) {
    for (int i = 0; i < count; i++) {
      byte[] frame = new byte[60 + random.nextInt(8_900)];
      random.nextBytes(frame);
      nic.send(frame);
      assertThat(nic.receive(5_000)).hasSameSizeAs(frame);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aGuestThatMovesWhileFramesRunArrivesWithWhatTheDeviceWrote(boolean packed) {
    try (var daemon = RunningDaemon.with("loopback");
        GuestNic nic = start(daemon, packed);
        var log = new DirtyLogFile(RAM_BYTES, 0)) {
      roundTrips(nic, 10);
      nic.guest().startLogging(log);
      try (var copy = new MovingCopy(nic, log)) {
        roundTrips(nic, 500);
        nic.guest().stop();
        copy.finish();
        copy.assertHoldsDeviceWrites();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void nothingButWhatTheDeviceWroteIsMarked(boolean packed) {
    try (var daemon = RunningDaemon.with("loopback");
        GuestNic nic = start(daemon, packed);
        var log = new DirtyLogFile(RAM_BYTES, 4096)) {
      nic.guest().startLogging(log);
      roundTrips(nic, 100);
      nic.guest().stop();
      var allowed = DeviceWrites.pages(nic, 0);
      allowed.or(DeviceWrites.ringPages(nic, 1));
      var foreign = log.pages();
      foreign.andNot(allowed);
      assertThat(log.pages().cardinality()).isGreaterThan(10);
      assertThat(foreign.isEmpty()).as("pages marked without need: %s", foreign).isTrue();
    }
  }

  @Test
  void nothingIsMarkedBeforeTheMigrationAndAfterIt() {
    try (var daemon = RunningDaemon.with("loopback");
        GuestNic nic = start(daemon, false);
        var log = new DirtyLogFile(RAM_BYTES, 0)) {
      nic.frontEnd().setLogBase(log);
      roundTrips(nic, 10);
      assertThat(log.pages().isEmpty()).isTrue();
      nic.guest().startLogging(log);
      roundTrips(nic, 10);
      assertThat(log.pages().isEmpty()).isFalse();
      nic.guest().stopLogging();
      nic.frontEnd().getFeatures(); // what was told before has been done when this is answered
      log.clear();
      roundTrips(nic, 10);
      assertThat(log.pages().isEmpty()).isTrue();
    }
  }

  @Test
  void aRingWithoutTheLogFlagHasItsBuffersMarkedAlone() {
    var largeRing = guest(false).without(Features.LOG_ALL).ringSize(4096); // pages of its own
    try (var daemon = RunningDaemon.with("loopback");
        GuestNic nic = largeRing.connect(daemon.socket());
        var log = new DirtyLogFile(RAM_BYTES, 0)) {
      nic.frontEnd().setLogBase(log);
      nic.frontEnd().setFeatures(nic.frontEnd().features() | Features.LOG_ALL);
      nic.frontEnd().getFeatures();
      roundTrips(nic, 10);
      assertThat(log.dirty(nic.vring(0).queue().usedAddress())).isFalse();
      assertThat(log.pages().intersects(DeviceWrites.bufferPages(nic, 0))).isTrue();
    }
  }

  @Test
  void aNewLogReplacesTheOldOne() {
    try (var daemon = RunningDaemon.with("loopback");
        GuestNic nic = start(daemon, false);
        var first = new DirtyLogFile(RAM_BYTES, 0);
        var second = new DirtyLogFile(2 * RAM_BYTES, 8192)) {
      nic.guest().startLogging(first);
      roundTrips(nic, 5);
      nic.frontEnd().setLogBase(second);
      first.clear();
      roundTrips(nic, 5);
      assertThat(first.pages().isEmpty()).isTrue();
      assertThat(second.dirty(nic.vring(0).queue().usedAddress())).isTrue();
    }
  }

  @Test
  void aLogThatDoesNotReachTheGuestsMemoryStopsTheRing() {
    try (var daemon = RunningDaemon.with("loopback")) {
      try (GuestNic nic = start(daemon, false);
          var log = new DirtyLogFile(RAM_BYTES, 0)) {
        byte[] oneByte = Payload.log(1, 0); // 32 KiB of guest memory
        nic.frontEnd().ask(RequestCode.SET_LOG_BASE, oneByte, log.fd());
        nic.frontEnd().setFeatures(nic.frontEnd().features() | Features.LOG_ALL);
        nic.frontEnd().getFeatures();
        for (int i = 0; i < 10; i++) {
          nic.send(new byte[9_000]);
        }
        awaitBroken(nic);
      }
      assertServes(daemon);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aLogThatIsTruncatedUnderTheDeviceCostsTheRingAlone(boolean packed) {
    try (var daemon = RunningDaemon.with("loopback")) {
      try (GuestNic nic = start(daemon, packed);
          var log = new DirtyLogFile(RAM_BYTES, 0)) {
        nic.guest().startLogging(log);
        roundTrips(nic, 5);
        log.file().truncate(0);
        nic.send(new byte[100]);
        awaitBroken(nic);
        nic.guest().stop();
      }
      assertServes(daemon);
    }
  }

  @Test
  void aLogThatItsFileDoesNotHoldIsRefused() {
    try (var daemon = RunningDaemon.with("loopback")) {
      for (long[] range : new long[][] {{1L << 40, 0}, {8, 1L << 40}, {8, 3}, {4096, 4096}}) {
        try (GuestNic nic = guest(false).acks(Acks.ALWAYS).connect(daemon.socket());
            var log = new DirtyLogFile(RAM_BYTES, 0)) {
          long answer =
              nic.frontEnd()
                  .ask(RequestCode.SET_LOG_BASE, Payload.log(range[0], range[1]), log.fd())
                  .u64();
          assertThat(answer).as("size %d offset %d", range[0], range[1]).isNotZero();
        }
      }
      assertServes(daemon);
    }
  }

  private static void awaitBroken(GuestNic nic) {
    Await.until(
        "a ring to break",
        5_000,
        () -> nic.vring(0).err().signalled(0) || nic.vring(1).err().signalled(0),
        () -> nic.vring(0).queue().state());
  }

  private void assertServes(RunningDaemon daemon) {
    try (GuestNic nic = GuestNic.options().connect(daemon.socket())) {
      roundTrips(nic, 1);
    }
  }
}
