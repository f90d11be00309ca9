package io.ringfence.server.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringfence.testkit.memory.GuestRegion;
import io.ringfence.testkit.os.MemFd;
import io.ringfence.testkit.wire.Acks;
import io.ringfence.testkit.wire.ProtocolFeatures;
import io.ringfence.testkit.wire.Refused;
import io.ringfence.testkit.wire.SoftwareFrontEnd;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Front-ends that map as much as they can: each alone, and all together (DESIGN.md, "Limits"). */
@ExtendWith(Victim.class)
class MemoryLimitsTest {
  private static final long TIB = 1L << 40;
  private static final int SLOTS = 509;
  private static final int FEW = 40; // quicker to add than many
  private static final int MOST_REGIONS = 8192;
  private static final long MOST_BYTES = 1L << 46;

  private final List<SoftwareFrontEnd> frontEnds = new ArrayList<>();

  private SoftwareFrontEnd connect(ChildDaemon daemon) {
    SoftwareFrontEnd frontEnd = SoftwareFrontEnd.connect(daemon.socket());
    frontEnds.add(frontEnd);
    frontEnd.setProtocolFeatures(ProtocolFeatures.REPLY_ACK | ProtocolFeatures.CONFIGURE_MEM_SLOTS);
    return frontEnd.acks(Acks.ALWAYS);
  }

  /** Apart from each other, so that no two share a mapping. */
  private static GuestRegion region(MemFd file, int number, long bytes) {
    long at = number * 2 * bytes;
    return new GuestRegion(at, bytes, 0x1000_0000_0000L + at, 0, file, null);
  }

  /** Adds regions until one is refused, and says how many there are then. */
  private static int addUntilRefused(SoftwareFrontEnd frontEnd, MemFd file, long bytes, int most) {
    for (int i = 0; i < most; i++) {
      try {
        frontEnd.addMemRegion(region(file, i, bytes));
      } catch (Refused e) {
        return i;
      }
    }
    return most;
  }

  @Test
  void asManyRegionsAsThereAre(ChildDaemon daemon) {
    try (MemFd file = new MemFd("region", 4096)) {
      int regions = addUntilRefused(connect(daemon), file, 4096, SLOTS + 1);
      assertThat(regions).as("of one front-end").isEqualTo(SLOTS);
      int added;
      do {
        added = addUntilRefused(connect(daemon), file, 4096, FEW);
        regions += added;
      } while (added == FEW);
      assertThat(regions).isEqualTo(MOST_REGIONS);
      daemon.awaitSaid("one memory region more than the 8192 allowed for all front-ends");
      assertThat(connect(daemon).getFeatures()).as("it answers still").isNotZero();
    } finally {
      frontEnds.forEach(SoftwareFrontEnd::close);
    }
  }

  @Test
  void asManyBytesAsThereAre(ChildDaemon daemon) {
    try (MemFd file = new MemFd("region", TIB)) {
      long bytes = 0;
      int added;
      do {
        added = addUntilRefused(connect(daemon), file, TIB / 4, 5);
        bytes += added * (TIB / 4);
        assertThat(added).as("quarters of a TiB").isLessThanOrEqualTo(4);
      } while (added == 4);
      assertThat(bytes).isBetween(MOST_BYTES - TIB / 2, MOST_BYTES);
      daemon.awaitSaid("memory table larger than the 1099511627776 bytes that are allowed");
      daemon.awaitSaid("allowed for all front-ends are 70368744177664, so end some of them");
    } finally {
      frontEnds.forEach(SoftwareFrontEnd::close);
    }
  }
}
