package io.ringfence.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringfence.server.device.OfferExtras;
import io.ringfence.server.os.Kernel;
import io.ringfence.testkit.guest.GuestNic;
import io.ringfence.testkit.memory.GuestRegion;
import io.ringfence.testkit.os.MemFd;
import io.ringfence.testkit.os.NotificationFd;
import io.ringfence.testkit.ring.SplitDriver;
import io.ringfence.testkit.wire.Acks;
import io.ringfence.testkit.wire.Refused;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Messages that a user of QEMU meets say what to set. */
class NextStepsTest {
  private static final int F_ADD_SEALS = 1033;
  private static final int F_SEAL_WRITE = 8;
  private static final long EVERY = -1L;

  private final LogLines log = LogLines.of("io.ringfence.server");
  private final RunningDaemon daemon = RunningDaemon.offering(new OfferExtras(false, 1_500, false));
  private final GuestNic nic =
      GuestNic.options().protocolFeatures(EVERY).acks(Acks.ALWAYS).connect(daemon.socket());

  @AfterEach
  void close() {
    nic.close();
    daemon.close();
    log.close();
  }

  /** As of a DIMM on memory-backend-ram, which QEMU cannot share. */
  @Test
  void aBufferInMemoryThatIsNotShared() {
    SplitDriver driver = (SplitDriver) nic.vring(1).queue();
    driver.ring().desc(0, 0x1_4000_0000L, 60, 0, 0);
    driver.offer(0);
    driver.publish();
    nic.vring(1).kick().signal();
    log.assertSaid(
        "ring=tx: guest address 0x140000000, 60 bytes: not in one region of the memory table;"
            + " if the guest has memory there, its memory backend (also that of a DIMM) needs"
            + " share=on; the ring stays stopped until the guest's driver restarts it (reboot,"
            + " or unbind and bind)");
  }

  @Test
  void anMtuThatIsTooLarge() {
    assertThatThrownBy(() -> nic.frontEnd().netSetMtu(9_000)).isInstanceOf(Refused.class);
    log.assertSaid(
        "MTU of 9000; allowed are 68 to 1500; set --mtu and host_mtu of the guest's device alike");
  }

  @Test
  void aRingTooMany() {
    try (NotificationFd kick = new NotificationFd()) {
      assertThatThrownBy(() -> nic.frontEnd().setVringKick(2, kick)).isInstanceOf(Refused.class);
    }
    log.assertSaid("ring 2; allowed are 0 to 1, and more with a larger --queues");
  }

  @Test
  void aMemoryFileThatMayNotBeWritten() {
    try (MemFd file = new MemFd("sealed", 4096)) {
      assertThat(Kernel.call("fcntl", file.fd(), F_ADD_SEALS, F_SEAL_WRITE)).isZero();
      var region = new GuestRegion(1L << 40, 4096, 0x6000_0000_0000L, 0, file, null);
      assertThatThrownBy(() -> nic.frontEnd().addMemRegion(region)).isInstanceOf(Refused.class);
    }
    log.assertSaid("; the file must be open for writing: no readonly=on, no seal");
  }
}
