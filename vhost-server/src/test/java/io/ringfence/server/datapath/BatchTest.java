package io.ringfence.server.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringfence.ring.Chain;
import io.ringfence.ring.GuestMemory;
import io.ringfence.ring.RingPosition;
import io.ringfence.ring.VringConfig;
import io.ringfence.server.os.EventFd;
import io.ringfence.server.packet.NetHeader;
import io.ringfence.server.pair.PairSetup;
import io.ringfence.server.pair.RingCounter;
import io.ringfence.server.pair.RingSetup;
import io.ringfence.server.pair.RingState;
import io.ringfence.server.pair.VringCounters;
import io.ringfence.server.uplink.FrameSink;
import io.ringfence.server.uplink.discard.DiscardPort;
import io.ringfence.testkit.memory.GuestRam;
import io.ringfence.testkit.ring.DriverChain;
import io.ringfence.testkit.ring.DriverQueue;
import io.ringfence.testkit.ring.QueueConfig;
import io.ringfence.testkit.ring.Used;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When the driver gets its frames back, and when it is signalled. */
class BatchTest {
  private static final int BURSTS = 3;
  private static final int BATCH = 5;
  private static final int REST =
      13; // of frames, behind bursts: two batches, and one that is short
  private static final int FRAMES = BURSTS * TransmitWindow.MOST + REST;

  private final GuestRam ram = GuestRam.anonymous(1 << 20);
  private final EventFd call = EventFd.create();
  private final VringCounters counters = new VringCounters();
  private final List<Integer> returned = new ArrayList<>(); // so far, whenever a frame is sent
  private DriverQueue driver;
  private Runnable atTheEnd = () -> {};

  private final class Sink implements FrameSink {
    private final Used used = new Used();
    private int reaped;

    @Override
    public int batch() {
      return BATCH;
    }

    @Override
    public Outcome send(Chain frame) {
      while (driver.poll(used)) {
        reaped++;
      }
      returned.add(reaped);
      return Outcome.SENT;
    }

    @Override
    public void settle() {
      atTheEnd.run();
    }
  }

  @AfterEach
  void close() {
    call.close();
    ram.close();
  }

  /** A ring with frames in it, whose driver does not want signals. */
  private TransmitPath path(boolean packed, boolean eventIndex, int frames) {
    QueueConfig shape = packed ? QueueConfig.packed(128) : QueueConfig.split(128);
    driver = DriverQueue.of(ram, packed, shape.withEventIdx(eventIndex));
    var frame = new DriverChain().out(ram.allocate(72, 8), 72);
    for (int i = 0; i < frames; i++) {
      driver.add(frame, i);
    }
    driver.publish();
    driver.disableCalls();
    var region = ram.regions().getFirst();
    var extent = new GuestMemory.Extent(region.guestAddress(), region.segment());
    var config =
        new VringConfig(
            packed,
            128,
            driver.descAddress(),
            driver.availAddress(),
            driver.usedAddress(),
            eventIndex);
    var start = packed ? RingPosition.packed(shape.base()) : RingPosition.split(shape.base());
    var setup =
        new PairSetup(
            new GuestMemory(List.of(extent), List.of()),
            NetHeader.FULL_BYTES,
            true,
            0,
            null,
            new RingSetup(config, start, true, call, counters),
            new DiscardPort(),
            null);
    return new TransmitPath(setup, new Sink(), RingState.at(start));
  }

  private long decisions() {
    return counters.get(RingCounter.CALLS) + counters.get(RingCounter.CALLS_SUPPRESSED);
  }

  /** A burst behind which more waits is returned whole: the driver has enough to do. */
  @ParameterizedTest
  @CsvSource({"false", "true"})
  void framesAreReturnedInBatchesIfNoMoreWait(boolean packed) {
    assertThat(path(packed, false, FRAMES).run(FRAMES)).isEqualTo(FRAMES);
    assertThat(returned).hasSize(FRAMES);
    for (int i = 0; i < FRAMES; i++) {
      int inBurst = i % TransmitWindow.MOST;
      int since = i < FRAMES - REST ? inBurst : inBurst % BATCH;
      assertThat(returned.get(i)).as("before frame %d", i).isEqualTo(i - since);
    }
  }

  @ParameterizedTest
  @CsvSource({"false, false", "true, false", "true, true"})
  void aDriverThatWantsNoSignalIsCheckedOnceARun(boolean packed, boolean eventIndex) {
    path(packed, eventIndex, FRAMES).run(FRAMES);
    assertThat(counters.get(RingCounter.FRAMES)).isEqualTo(FRAMES);
    assertThat(counters.get(RingCounter.CALLS)).isZero();
    assertThat(decisions()).isEqualTo(1);
  }

  /** After the last look that is not ordered, and before the one that is. */
  @ParameterizedTest
  @CsvSource({"false, false", "true, false", "true, true"})
  void aDriverThatWantsASignalAtTheVeryEndGetsIt(boolean packed, boolean eventIndex) {
    TransmitPath path = path(packed, eventIndex, FRAMES);
    atTheEnd =
        () -> {
          assertThat(counters.get(RingCounter.CALLS)).isZero();
          driver.enableCalls();
        };
    path.run(FRAMES);
    assertThat(counters.get(RingCounter.CALLS)).isEqualTo(1);
    assertThat(call.drain()).isEqualTo(EventFd.Drained.SIGNALLED);
  }

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void aDriverThatWantsSignalsGetsOneEachBatch(boolean packed) {
    TransmitPath path = path(packed, false, 2 * BATCH);
    driver.enableCalls();
    path.run(2 * BATCH);
    assertThat(counters.get(RingCounter.CALLS)).isEqualTo(2);
    assertThat(decisions()).isEqualTo(2);
  }
}
