package io.ringfence.server.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

/** That one sequence of a call serves functions of every kind. */
class LibcFunctionTest {
  @Test
  void aFailureIsMinusAnErrnoForBothKindsOfResult() {
    assertThat(LibcFunction.ofInt("close").call(-1)).isEqualTo(-Errno.EBADF);
    assertThat(LibcFunction.ofLong("read").call(-1, 0, 0)).isEqualTo(-Errno.EBADF);
  }

  @Test
  void ofAnIntThirtyTwoBitsCountOnBothWays() {
    assertThat(LibcFunction.ofInt("abs").call((7L << 32) + 5)).isEqualTo(5);
    assertThat(LibcFunction.ofInt("toupper").call('z')).isEqualTo('Z');
  }

  @Test
  void aLongKeepsAllOfItsBits() {
    assertThat(LibcFunction.ofLong("labs").call(-(1L << 40))).isEqualTo(1L << 40);
  }

  @Test
  void argumentsBehindTheEllipsisArriveAlsoOnTheStack() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(64);
      long format = arena.allocateFrom("%ld %ld %ld %ld").address();
      long written =
          LibcFunction.ofInt("snprintf").call(out.address(), 64, format, 1, -2, 3L << 40, 4);
      assertThat(out.getString(0)).isEqualTo("1 -2 3298534883328 4").hasSize((int) written);
    }
  }

  @Test
  void anUnknownNameIsTold() {
    assertThatThrownBy(() -> LibcFunction.ofInt("no_such_function"))
        .hasMessage("the C library has no no_such_function");
  }
}
