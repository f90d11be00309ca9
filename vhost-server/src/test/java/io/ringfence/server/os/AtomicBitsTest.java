package io.ringfence.server.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import org.junit.jupiter.api.Test;

class AtomicBitsTest {
  private static final VarHandle WORD = ValueLayout.JAVA_INT.varHandle();
  private static final int PAGE = Libc.PAGE_BYTES;

  @Test
  void eachBitIsSetAloneAndStays() throws PeerException {
    try (Fd fd = Kernel.memfd("bits-test", PAGE);
        Arena arena = Arena.ofShared()) {
      MemorySegment memory = Mappings.map(arena, FileRange.of(fd, 0, PAGE));
      for (int bit = 0; bit < 32; bit++) {
        AtomicBits.set(memory.address() + 4L * bit, bit);
        AtomicBits.set(memory.address() + 4L * bit, bit);
        AtomicBits.set(memory.address() + 4L * bit, 31);
        AtomicBits.set(memory.address() + 4L * bit, bit);
        assertThat(memory.get(ValueLayout.JAVA_INT, 4L * bit)).isEqualTo(1 << bit | 1 << 31);
      }
      assertThat(memory.asSlice(128).toArray(ValueLayout.JAVA_BYTE)).containsOnly(0);
    }
  }

  @Test
  void noBitIsLostToOthersThatSetAndTakeBitsOfTheSameWord() throws Exception {
    int rounds = 30_000;
    try (Fd fd = Kernel.memfd("bits-test", PAGE);
        Arena arena = Arena.ofShared()) {
      MemorySegment memory = Mappings.map(arena, FileRange.of(fd, 0, PAGE));
      int[] seen = new int[32];
      Thread other = Thread.ofPlatform().start(() -> setAndAwaitTaken(memory, 7, rounds));
      Thread one = Thread.ofPlatform().start(() -> setAndAwaitTaken(memory, 3, rounds));
      while (one.isAlive() || other.isAlive()) {
        count(seen, (int) WORD.getAndSet(memory, 0L, 0));
      }
      count(seen, (int) WORD.getAndSet(memory, 0L, 0));
      assertThat(seen[3]).isEqualTo(rounds);
      assertThat(seen[7]).isEqualTo(rounds);
    }
  }

  /** A bit is set again only after it was taken, so that each time must be seen once. */
  private static void setAndAwaitTaken(MemorySegment memory, int bit, int rounds) {
    for (int i = 0; i < rounds; i++) {
      AtomicBits.set(memory.address(), bit);
      while (((int) WORD.getVolatile(memory, 0L) >>> bit & 1) != 0) {
        Thread.onSpinWait();
      }
    }
  }

  private static void count(int[] seen, int word) {
    for (int bit = 0; bit < 32; bit++) {
      seen[bit] += word >>> bit & 1;
    }
  }

  @Test
  void aTruncatedFileIsAnErrorAndNoSignal() throws PeerException {
    try (Fd fd = Kernel.memfd("bits-test", PAGE);
        Arena arena = Arena.ofShared()) {
      MemorySegment memory = Mappings.map(arena, FileRange.of(fd, 0, PAGE));
      Kernel.truncate(fd, 0);
      assertThatThrownBy(() -> AtomicBits.set(memory.address(), 1))
          .isInstanceOf(OsException.class)
          .hasMessageContaining("EFAULT");
    }
  }
}
