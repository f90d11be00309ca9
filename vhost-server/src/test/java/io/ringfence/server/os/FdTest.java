package io.ringfence.server.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class FdTest {
  @Test
  void closingTwiceDoesNotCloseWhoeverGotTheNumberNext() {
    Fd first = Kernel.memfd("fd-test-first", 0);
    int number = first.number();
    first.close();
    try (Fd second = Kernel.memfd("fd-test-second", 0)) {
      first.close();
      assertThat(Kernel.openFds("fd-test-second")).isEqualTo(1);
      assertThat(second.isOpen()).isTrue();
    }
    assertThat(Kernel.openFds("fd-test-")).isZero();
    assertThat(first).hasToString("fd closed");
    assertThat(number).isNotNegative();
  }

  @Test
  void useAfterCloseIsAnError() {
    Fd fd = Kernel.memfd("fd-test-used", 0);
    fd.close();
    assertThatThrownBy(fd::number)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("file descriptor used after it was closed");
  }

  @Test
  void aDuplicateLivesOnAndIsClosedOnExec() {
    Fd fd = Kernel.memfd("fd-test-dup", 0);
    try (Fd copy = fd.dup()) {
      assertThat(Kernel.openFds("fd-test-dup")).isEqualTo(2);
      fd.close();
      assertThat(Kernel.openFds("fd-test-dup")).isEqualTo(1);
      assertThat(Kernel.closeOnExec(copy)).isTrue();
    }
    assertThat(Kernel.openFds("fd-test-dup")).isZero();
  }

  @Test
  void aReleasedNumberStaysOpen() {
    Fd fd = Kernel.memfd("fd-test-release", 0);
    int number = fd.release();
    fd.close();
    assertThat(Kernel.openFds("fd-test-release")).isEqualTo(1);
    Fd.adopt(number).close();
    assertThat(Kernel.openFds("fd-test-release")).isZero();
  }

  @Test
  void anErrorNamesTheCallItsArgumentAndTheErrno() {
    // No process has so many descriptors.
    Fd notOpen = Fd.adopt(1_000_000_000);
    assertThatThrownBy(notOpen::dup)
        .isInstanceOf(OsException.class)
        .hasMessage("dup fd 1000000000: EBADF (not an open file descriptor for this)")
        .extracting(thrown -> ((OsException) thrown).errno())
        .isEqualTo(9);
    assertThatThrownBy(() -> Fd.adopt(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("file descriptor -1, allowed from 0");
  }
}
