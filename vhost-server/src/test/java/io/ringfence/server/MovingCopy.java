package io.ringfence.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringfence.testkit.guest.GuestNic;
import io.ringfence.testkit.memory.DirtyLogFile;
import io.ringfence.testkit.memory.GuestRam;
import io.ringfence.testkit.ring.DriverQueue;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * What the source of a migration does while the guest runs: over and over it takes and clears each
 * word of the log, then copies the pages that were marked. Pages that the driver wrote are not its
 * business here.
 */
final class MovingCopy implements AutoCloseable {
  private static final VarHandle WORD = ValueLayout.JAVA_LONG.varHandle();
  private static final long PAGE = 4096;

  private final GuestNic nic;
  private final GuestRam ram;
  private final MemorySegment log;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment copy;
  private final Thread thread;
  private volatile boolean guestStopped;

  MovingCopy(GuestNic nic, DirtyLogFile log) {
    this.nic = nic;
    this.log = log.file().map(log.offset(), log.bytes(), arena);
    ram = nic.ram();
    long bytes = ram.regions().getFirst().bytes();
    copy = arena.allocate(bytes, PAGE);
    ram.copyOut(0, copy, 0, bytes);
    thread = Thread.ofPlatform().start(this::run);
  }

  private void run() {
    while (!guestStopped) {
      sync();
      Thread.onSpinWait();
    }
    sync();
  }

  private void sync() {
    for (long word = 0; word < log.byteSize() / 8; word++) {
      if (log.get(ValueLayout.JAVA_LONG, word * 8) != 0) {
        long marked = (long) WORD.getAndSet(log, word * 8, 0L);
        for (; marked != 0; marked &= marked - 1) {
          long page = word * 64 + Long.numberOfTrailingZeros(marked);
          ram.copyOut(page * PAGE, copy, page * PAGE, PAGE);
        }
      }
    }
  }

  /** Call when the rings are stopped. */
  void finish() {
    guestStopped = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  void assertHoldsDeviceWrites() {
    DriverQueue receive = nic.vring(0).queue();
    assertSame(DeviceWrites.used(receive));
    assertSame(DeviceWrites.used(nic.vring(1).queue()));
    assertThat(DeviceWrites.buffers(receive)).hasSizeGreaterThan(10).allSatisfy(this::assertSame);
  }

  private void assertSame(DeviceWrites.Range range) {
    MemorySegment there = copy.asSlice(range.start(), range.bytes());
    long difference = ram.slice(range.start(), range.bytes()).mismatch(there);
    assertThat(difference).as("first byte that was not copied of %s", range).isEqualTo(-1);
  }

  @Override
  public void close() {
    finish();
    arena.close();
  }
}
