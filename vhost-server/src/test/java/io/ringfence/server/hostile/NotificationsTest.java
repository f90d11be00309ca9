package io.ringfence.server.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringfence.server.LoopbackTraffic;
import io.ringfence.server.os.Fd;
import io.ringfence.server.os.Kernel;
import io.ringfence.testkit.Await;
import io.ringfence.testkit.guest.GuestNic;
import io.ringfence.testkit.guest.GuestVring;
import io.ringfence.testkit.net.Features;
import io.ringfence.testkit.net.NetConfig;
import io.ringfence.testkit.os.Fds;
import io.ringfence.testkit.os.NotificationFd;
import io.ringfence.testkit.os.OsError;
import io.ringfence.testkit.wire.Payload;
import io.ringfence.testkit.wire.RequestCode;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Eventfds that are full, that block, or that are signalled all the time. */
@ExtendWith(Victim.class)
class NotificationsTest {
  private static final int F_SETFL = 4;
  private static final int O_RDWR = 2; // and nothing else: reads and writes block again
  private static final int AF_UNIX = 1;
  private static final int SHUT_RDWR = 2;
  private static final int LOOKS = 20; // in a row that find a thread asleep

  private static GuestNic guest(ChildDaemon daemon, boolean packed) {
    return GuestNic.options().with(packed ? Features.RING_PACKED : 0).connect(daemon.socket());
  }

  /** The device may signal meanwhile. */
  private static void fill(NotificationFd event) {
    Await.until(
        "a full counter",
        5_000,
        () -> {
          event.drain();
          try {
            event.add(NotificationFd.FULL);
            return true;
          } catch (OsError e) {
            return false;
          }
        },
        () -> "signals in between");
  }

  private static void makeBlocking(NotificationFd event) {
    Kernel.call("fcntl", event.fd(), F_SETFL, O_RDWR);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aFullCallIsAsGoodAsSignalledAndNobodySpins(boolean packed, ChildDaemon daemon) {
    try (GuestNic nic = guest(daemon, packed);
        GuestNic other = guest(daemon, packed)) {
      for (int ring = 0; ring < 2; ring++) {
        fill(nic.vring(ring).call());
        fill(nic.vring(ring).err());
      }
      for (int i = 0; i < 500; i++) {
        roundTrip(nic);
      }
      new LoopbackTraffic(other, 1).run(500);
      assertIdle(daemon);
    }
  }

  /** Each frame is to be told of, and none is: the call descriptor is full and never read. */
  private static void roundTrip(GuestNic nic) {
    nic.receiver(0).queue().enableCalls();
    nic.transmitter(0).queue().enableCalls();
    nic.send(new byte[60]);
    assertThat(nic.receiver(0).await(10_000)).hasSize(60);
  }

  private static void assertIdle(ChildDaemon daemon) {
    List<String> workers = daemon.view().threads("worker-0");
    assertThat(workers).hasSize(1);
    int[] asleep = {0};
    Await.until(
        "the worker to sleep",
        10_000,
        () -> (asleep[0] = daemon.view().sleeps(workers.getFirst()) ? asleep[0] + 1 : 0) == LOOKS,
        () -> "running");
  }

  /** The flag belongs to the open file, so the front-end can take it away after it gave it. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aFullCallThatBlocksAgainHoldsNobodyUp(boolean packed, ChildDaemon daemon) {
    try (GuestNic nic = guest(daemon, packed);
        GuestNic other = guest(daemon, packed)) {
      for (int ring = 0; ring < 2; ring++) {
        fill(nic.vring(ring).call());
        makeBlocking(nic.vring(ring).call());
        nic.receiver(0).queue().enableCalls();
        nic.transmitter(0).queue().enableCalls();
      }
      nic.send(new byte[60]);
      new LoopbackTraffic(other, 1).run(500);
      nic.frontEnd().getVringBase(1);
      nic.frontEnd().getVringBase(0);
    }
  }

  /** A stop takes the kicks out that nobody has taken note of. */
  @Test
  void aKickThatBlocksAgainHoldsNoStopUp(ChildDaemon daemon) {
    try (GuestNic nic = guest(daemon, false);
        GuestNic other = guest(daemon, false)) {
      new LoopbackTraffic(nic, 1).run(50);
      for (int ring = 0; ring < 2; ring++) {
        nic.vring(ring).kick().drain();
        makeBlocking(nic.vring(ring).kick());
        nic.frontEnd().getVringBase(ring);
      }
      new LoopbackTraffic(other, 1).run(500);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aStormOfKicksStarvesNobody(boolean packed, ChildDaemon daemon) {
    var done = new AtomicBoolean();
    try (GuestNic noisy = guest(daemon, packed);
        GuestNic other = guest(daemon, packed)) {
      var storm =
          CompletableFuture.runAsync(() -> {
            while (!done.get()) {
              kick(noisy.vring(0));
              kick(noisy.vring(1));
            }
          });
      try {
        new LoopbackTraffic(other, 1).run(Count.of(1_000, 100_000));
      } finally {
        done.set(true);
        storm.join();
      }
      new LoopbackTraffic(noisy, 2).run(100);
      assertIdle(daemon);
    }
  }

  private static void kick(GuestVring ring) {
    ring.kick().signal();
  }

  /** With nothing to receive into, a ring's frames wait; those of other rings do not. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aRingThatStandsStillHoldsNoOtherUp(boolean packed, ChildDaemon daemon) {
    try (GuestNic still =
            GuestNic.options()
                .with(packed ? Features.RING_PACKED : 0)
                .net(f -> NetConfig.negotiated(f, 1514).withSlots(64, 0))
                .connect(daemon.socket());
        GuestNic other = guest(daemon, packed)) {
      for (int i = 0; i < 64; i++) {
        still.send(new byte[60]);
      }
      new LoopbackTraffic(other, 1).run(1_000);
      assertThat(still.transmitter(0).queue().hasUsed()).as("they wait").isFalse();
      assertIdle(daemon);
      still.guest().stop();
    }
  }

  /** Kinds of descriptors that stay ready and have no kick in them. */
  private enum Ready {
    SHUT_DATAGRAMS(2),
    SHUT_STREAM(1),
    PIPE_WITHOUT_WRITER(0);

    private final int socketType;

    Ready(int socketType) {
      this.socketType = socketType;
    }

    /** The descriptor to give, then what is to be closed with it. */
    int[] make() {
      if (socketType > 0) {
        int[] ends = socketPair(socketType);
        Kernel.call("shutdown", ends[0], SHUT_RDWR);
        return ends;
      }
      Fd[] pipe = Kernel.pipe();
      pipe[1].close();
      return new int[] {pipe[0].release()};
    }
  }

  private static int[] socketPair(int type) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment two = arena.allocate(8, 4);
      Kernel.call("socketpair", AF_UNIX, type, 0, two);
      return two.toArray(ValueLayout.JAVA_INT);
    }
  }

  @ParameterizedTest
  @EnumSource(Ready.class)
  void aKickThatStaysReadyIsNoLongerWatched(Ready kind, ChildDaemon daemon) {
    int[] fds = kind.make();
    try (GuestNic nic = guest(daemon, false);
        GuestNic other = guest(daemon, false)) {
      nic.frontEnd().send(RequestCode.SET_VRING_KICK, Payload.u64(1), fds[0]);
      assertThat(nic.frontEnd().getFeatures()).isNotZero();
      if (kind == Ready.SHUT_DATAGRAMS) {
        daemon.awaitSaid("ring=tx: it was ready 1000 times in a row and held no kick");
      }
      assertIdle(daemon);
      new LoopbackTraffic(other, 1).run(500);
      nic.frontEnd().setVringKick(1, nic.vring(1).kick());
      new LoopbackTraffic(nic, 2).run(500);
    } finally {
      Arrays.stream(fds).forEach(Fds::close);
    }
  }
}
