package io.ringfence.server.os;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** When a descriptor would hold its writer up, and when nobody is at its other end. */
class PollTest {
  private static final long ALMOST_FULL = 0xffff_ffff_ffff_fffdL;

  @Test
  void anEventfdIsFullAtItsMaximumAlone() {
    try (EventFd event = EventFd.create()) {
      assertThat(event.isFull()).isFalse();
      Kernel.writeLong(event.fd(), ALMOST_FULL);
      assertThat(event.isFull()).isFalse();
      event.signal();
      assertThat(event.isFull()).isTrue();
      event.drain();
      assertThat(event.isFull()).isFalse();
    }
  }

  @Test
  void anEndWithoutTheOtherHasHungUpAndHoldsNobodyUp() {
    for (Fd[] ends : new Fd[][] {Kernel.pipe(), Kernel.socketPair()}) {
      assertThat(Poll.hasHungUp(ends[1])).isFalse();
      ends[0].close();
      assertThat(Poll.hasHungUp(ends[1])).isTrue();
      assertThat(Poll.isFull(ends[1])).isFalse();
      ends[1].close();
    }
  }
}
