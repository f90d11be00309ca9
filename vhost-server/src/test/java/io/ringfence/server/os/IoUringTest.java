package io.ringfence.server.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Writes into a pipe, whose other end is read by one system call each. */
class IoUringTest {
  private static final int CAPACITY = 32;

  private final Arena arena = Arena.ofConfined();
  private final Fd[] pipe = Kernel.pipe();
  private IoUring ring;

  @BeforeEach
  void open() {
    pipe[1].setNonBlocking();
    Optional<IoUring> opened = IoUring.open(pipe[1], CAPACITY);
    assumeTrue(opened.isPresent(), "this kernel gives no io_uring to this process");
    ring = opened.get();
  }

  @AfterEach
  void close() {
    if (ring != null) {
      ring.close();
    }
    pipe[0].close();
    pipe[1].close();
    arena.close();
  }

  @Test
  void writesComeInTheirOrderAlsoWhenTheQueuesGoRound() {
    for (int round = 0; round < 500; round++) {
      var expected = new StringBuilder();
      int writes = 1 + round % CAPACITY;
      for (int i = 0; i < writes; i++) {
        String first = "%d.".formatted(round);
        String second = "%d ".formatted(i);
        ring.writev(vectors(first, second), 2);
        expected.append(first).append(second);
      }
      ring.submit();
      for (int i = 0; i < writes; i++) {
        assertThat(ring.result(i)).isEqualTo("%d.%d ".formatted(round, i).length());
      }
      assertThat(readAll()).isEqualTo(expected.toString());
    }
  }

  @Test
  void aWriteThatFailsKeepsNoOtherFromIt() {
    ring.writev(vectors("a"), 1);
    ring.writev(4096, 1); // nothing is mapped there
    ring.writev(vectors("b"), 1);
    ring.submit();
    assertThat(ring.result(0)).isEqualTo(1);
    assertThat(ring.result(1)).isEqualTo(-Errno.EFAULT);
    assertThat(ring.result(2)).isEqualTo(1);
    assertThat(readAll()).isEqualTo("ab");
  }

  @Test
  void whereThereIsNoRoomTheWriteSaysSoAndDoesNotWait() {
    String much = "x".repeat(60_000);
    ring.writev(vectors(much), 1);
    ring.writev(vectors(much), 1);
    ring.writev(vectors(much), 1);
    ring.submit();
    assertThat(ring.result(0)).isEqualTo(60_000);
    assertThat(ring.result(2)).isEqualTo(-Errno.EAGAIN);
  }

  @Test
  void queuesThatTheKernelRefusesAreNone() {
    assertThat(IoUring.open(pipe[1], 0)).isEmpty();
  }

  @Test
  void whatIsClosedHoldsNoDescriptor() {
    long before = Kernel.openFds("io_uring");
    IoUring.open(pipe[1], CAPACITY).orElseThrow().close();
    assertThat(Kernel.openFds("io_uring")).isEqualTo(before);
  }

  private long vectors(String... texts) {
    MemorySegment vectors = arena.allocate(16L * texts.length, 8);
    for (int i = 0; i < texts.length; i++) {
      byte[] bytes = texts[i].getBytes(StandardCharsets.US_ASCII);
      MemorySegment copy = arena.allocate(bytes.length);
      copy.copyFrom(MemorySegment.ofArray(bytes));
      vectors.set(ValueLayout.JAVA_LONG, 16L * i, copy.address());
      vectors.set(ValueLayout.JAVA_LONG, 16L * i + 8, bytes.length);
    }
    return vectors.address();
  }

  private String readAll() {
    MemorySegment buffer = arena.allocate(1 << 16);
    long bytes = Kernel.call("read", pipe[0].number(), buffer, 1L << 16);
    byte[] read = buffer.asSlice(0, bytes).toArray(ValueLayout.JAVA_BYTE);
    return new String(read, StandardCharsets.US_ASCII);
  }
}
