package io.ringfence.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringfence.server.os.Fd;
import io.ringfence.server.os.Kernel;
import io.ringfence.server.worker.WatchdogMode;
import io.ringfence.server.worker.WorkerConfig;
import io.ringfence.server.worker.WorkerMode;
import io.ringfence.testkit.Await;
import io.ringfence.testkit.guest.GuestNic;
import io.ringfence.testkit.memory.GuestRam;
import io.ringfence.testkit.net.NetConfig;
import io.ringfence.testkit.os.MemFd;
import io.ringfence.testkit.os.NotificationFd;
import io.ringfence.testkit.ring.DriverChain;
import io.ringfence.testkit.ring.SplitDriver;
import io.ringfence.testkit.ring.SplitRing;
import io.ringfence.testkit.wire.Acks;
import io.ringfence.testkit.wire.Payload;
import io.ringfence.testkit.wire.Refused;
import io.ringfence.testkit.wire.RequestCode;
import java.lang.foreign.Arena;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Descriptors that are no eventfds, or full ones, and memory whose file goes away. */
class OddDescriptorsTest {
  private static final int O_PATH = 0x200000;

  private final LogLines log = LogLines.of("io.ringfence.server");
  private final RunningDaemon daemon = RunningDaemon.with("loopback");

  @AfterEach
  void theNextFrontEndIsServed() {
    try (log;
        daemon;
        GuestNic nic = GuestNic.options().connect(daemon.socket())) {
      new LoopbackTraffic(nic, 1).run(50);
    }
  }

  private static void give(GuestNic nic, RequestCode request, int ring, Fd fd) {
    nic.frontEnd().send(request, Payload.u64(ring), fd.number());
  }

  @Test
  void aCallDescriptorThatIsFullIsAsGoodAsSignalled() {
    try (GuestNic nic = GuestNic.options().connect(daemon.socket())) {
      nic.vring(0).call().add(NotificationFd.FULL);
      nic.vring(1).call().add(NotificationFd.FULL - 5);
      for (int i = 0; i < 200; i++) {
        nic.send(new byte[60]);
        assertThat(nic.receiver(0).await(5_000)).hasSize(60);
        nic.receiver(0).queue().enableCalls();
        nic.transmitter(0).queue().enableCalls();
      }
    }
  }

  @Test
  void anErrDescriptorThatIsFullHoldsNothingUp() {
    try (GuestNic nic = GuestNic.options().connect(daemon.socket())) {
      nic.vring(1).err().add(NotificationFd.FULL);
      ((SplitDriver) nic.vring(1).queue()).ring().availIdx(30_000);
      nic.vring(1).kick().signal();
      log.assertSaid("ring broken pair=s1/0 ring=tx: avail.idx is 30000");
      assertThat(nic.frontEnd().getFeatures()).isNotZero();
    }
  }

  /** A pipe that nobody reads any more: the ring that it belongs to breaks, and not the other. */
  @Test
  void aCallDescriptorThatCannotBeSignalledAnyMoreBreaksItsRing() {
    Fd[] pipe = Kernel.pipe();
    try (GuestNic nic = GuestNic.options().acks(Acks.ALWAYS).connect(daemon.socket())) {
      give(nic, RequestCode.SET_VRING_CALL, 0, pipe[1]);
      pipe[0].close();
      nic.receiver(0).queue().enableCalls();
      nic.send(new byte[60]);
      assertThat(nic.vring(0).err().await(5_000)).isEqualTo(1);
      log.assertSaid("ring broken pair=s1/0 ring=rx: call descriptor: signal fd ");
      assertThat(daemon.vring(0).condition()).isEqualTo("broken");
      assertThat(daemon.vring(1).condition()).isEqualTo("running");
    } finally {
      pipe[0].close();
      pipe[1].close();
    }
  }

  /** What is owed to the driver is shown and told at the stop; that this fails must not matter. */
  @Test
  void aCallDescriptorThatCannotBeSignalledAnyMoreDoesNotPreventAStop() {
    Fd[] pipe = Kernel.pipe();
    try (GuestNic nic =
        GuestNic.options()
            .acks(Acks.ALWAYS)
            .net(f -> NetConfig.negotiated(f, 1514).withSlots(4, 0))
            .connect(daemon.socket())) {
      give(nic, RequestCode.SET_VRING_CALL, 0, pipe[1]);
      pipe[0].close();
      long at = nic.ram().allocate(100, 8);
      assertThat(nic.vring(0).queue().add(new DriverChain().in(at, 3), 0)).isNotNegative();
      nic.vring(0).flush();
      nic.send(new byte[60]);
      nic.guest().stop();
      assertThat(nic.frontEnd().getFeatures()).isNotZero();
    } finally {
      pipe[0].close();
      pipe[1].close();
    }
  }

  /** A file cannot be waited on. The ring does not run then, whatever the worker has begun. */
  @Test
  void aKickDescriptorThatCannotBeWatchedIsRefusedAndTheRingStaysStopped() {
    try (GuestNic nic = GuestNic.options().acks(Acks.ALWAYS).connect(daemon.socket());
        MemFd file = new MemFd("kick", 4096)) {
      var fds = new OpenFds();
      nic.guest().stop();
      assertThatThrownBy(
              () -> nic.frontEnd().send(RequestCode.SET_VRING_KICK, Payload.u64(1), file.fd()))
          .isInstanceOf(Refused.class);
      log.assertSaid(
          "request=SET_VRING_KICK: a descriptor that is no eventfd, pipe or socket; allowed are these");
      assertThat(daemon.vring(1).condition()).isEqualTo("stopped");
      nic.transmitter(0).send(java.lang.foreign.MemorySegment.ofArray(new byte[60]), 0, 60);
      nic.transmitter(0).flush();
      nic.frontEnd().setVringEnable(1, true); // makes the worker look at the pair
      assertThat(nic.frontEnd().getFeatures()).isNotZero();
      assertThat(nic.transmitter(0).queue().hasUsed()).as("nobody serves the ring").isFalse();
      nic.guest().start();
      nic.transmitter(0).flush();
      assertThat(nic.receive(5_000)).hasSize(60);
      fds.assertLevel();
    }
  }

  @Test
  void aKickDescriptorThatCannotBeWatchedDoesNotReplaceARunningRingsForGood() {
    try (GuestNic nic = GuestNic.options().acks(Acks.ALWAYS).connect(daemon.socket());
        MemFd file = new MemFd("kick", 4096)) {
      new LoopbackTraffic(nic, 1).run(50);
      var fds = new OpenFds();
      for (int i = 0; i < 20; i++) {
        assertThatThrownBy(
                () -> nic.frontEnd().send(RequestCode.SET_VRING_KICK, Payload.u64(1), file.fd()))
            .isInstanceOf(Refused.class);
      }
      nic.frontEnd().setVringKick(1, nic.vring(1).kick());
      new LoopbackTraffic(nic, 2).run(50);
      fds.assertLevel();
    }
  }

  /** O_PATH: it has no file behind it to read, write or set flags of. */
  @ParameterizedTest
  @EnumSource(
      value = RequestCode.class,
      names = {"SET_VRING_KICK", "SET_VRING_CALL", "SET_VRING_ERR"})
  void aDescriptorThatOnlyNamesAFileIsRefusedAndClosed(RequestCode request) {
    try (Arena arena = Arena.ofConfined();
        GuestNic nic = GuestNic.options().acks(Acks.ALWAYS).connect(daemon.socket())) {
      Fd path = Fd.adopt((int) Kernel.call("open", arena.allocateFrom("/proc/self/ns"), O_PATH));
      long before = Kernel.openFds("/ns");
      for (int i = 0; i < 20; i++) {
        assertThatThrownBy(() -> give(nic, request, 1, path)).isInstanceOf(Refused.class);
      }
      assertThat(Kernel.openFds("/ns")).isEqualTo(before);
      path.close();
      new LoopbackTraffic(nic, 1).run(50);
    }
  }

  // ---- memory that goes away ------------------------------------------------------------------

  /** Without a seal against shrinking the daemon meets it as an error that any access may give. */
  @ParameterizedTest
  @ValueSource(ints = {1, 100, 20_000})
  void aFileTruncatedUnderTrafficBreaksTheRingsAlone(int framesBefore) {
    for (int round = 0; round < 5; round++) {
      GuestRam ram = GuestRam.of(64 << 20);
      try (GuestNic nic = GuestNic.options().ram(ram).connect(daemon.socket())) {
        new LoopbackTraffic(nic, 1).run(framesBefore);
        ram.truncate(0, 0);
        nic.vring(0).kick().signal();
        nic.vring(1).kick().signal();
        assertThat(nic.vring(1).err().await(5_000)).isEqualTo(1);
        assertThat(nic.frontEnd().getFeatures()).isNotZero();
        nic.frontEnd().getVringBase(0);
        nic.frontEnd().getVringBase(1);
      }
    }
    log.assertSaid("WARN ring broken pair=");
  }

  /** Nobody kicks: the watchdog is who looks. */
  @Test
  void aFileTruncatedWhileTheRingsRestIsMetByTheWatchdog() {
    var workers = new WorkerConfig(1, WorkerMode.EVENTFD, WatchdogMode.COUNT);
    GuestRam ram = GuestRam.of(64 << 20);
    try (var watching = RunningDaemon.with("loopback", "auto", workers, 1);
        GuestNic nic = GuestNic.options().ram(ram).connect(watching.socket())) {
      new LoopbackTraffic(nic, 1).run(100);
      SplitRing ring = ((SplitDriver) nic.vring(1).queue()).ring();
      Await.until(
          "the device to ask for kicks",
          5_000,
          () -> ring.availEvent() == ring.availIdx(),
          nic.vring(1).queue()::state);
      ram.truncate(0, 0);
      assertThat(nic.vring(1).err().await(5_000)).isEqualTo(1);
      assertThat(nic.frontEnd().getFeatures()).isNotZero();
    }
  }
}
