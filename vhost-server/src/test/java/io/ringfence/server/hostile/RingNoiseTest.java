package io.ringfence.server.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringfence.testkit.guest.GuestNic;
import io.ringfence.testkit.memory.GuestRam;
import io.ringfence.testkit.net.Features;
import io.ringfence.testkit.net.NetConfig;
import io.ringfence.testkit.ring.DriverQueue;
import java.util.Random;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A driver that writes what comes into its head over its rings, while the device serves them:
 * addresses in and around guest memory, lengths, flags and indices.
 */
@ExtendWith(Victim.class)
class RingNoiseTest {
  private static final int GUESTS = Count.of(40, 2_000);
  private static final int WRITES = 400;
  private static final int SIZE = 16;
  private static final long[] ADDRESSES = {
    0x1000, 0x1ffff0, 0x200000, 0x3ffff0, 0x400000, 1L << 40, -16, 0x7fff_ffff_ffff_fff0L
  };
  private static final int[] LENGTHS = {0, 1, 12, 60, 4096, 16, 32, 256, -1, 1 << 30};

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void noise(boolean packed, ChildDaemon daemon) {
    var random = new Random(3);
    for (int i = 0; i < GUESTS; i++) {
      var ram = GuestRam.builder().region(0, 2 << 20).region(2 << 20, 2 << 20).build();
      try (GuestNic nic =
          GuestNic.options()
              .ram(ram)
              .ringSize(SIZE)
              .with(packed ? Features.RING_PACKED : 0)
              .net(f -> NetConfig.negotiated(f, 1514).withSlots(0, 0))
              .connect(daemon.socket())) {
        for (int write = 0; write < WRITES; write++) {
          int ring = random.nextInt(2);
          scribble(nic.vring(ring).queue(), ram, random);
          nic.vring(ring).kick().signal();
        }
        nic.frontEnd().getVringBase(0);
        nic.frontEnd().getVringBase(1);
        assertThat(nic.frontEnd().getFeatures()).as("the session stays").isNotZero();
      }
    }
  }

  private static void scribble(DriverQueue queue, GuestRam ram, Random random) {
    long at = queue.descAddress() + 16L * random.nextInt(SIZE);
    ram.write(at, number(ADDRESSES[random.nextInt(ADDRESSES.length)] + random.nextInt(32), 8));
    ram.write(at + 8, number(LENGTHS[random.nextInt(LENGTHS.length)], 4));
    ram.write(at + 12, number(random.nextInt(), 4));
    if (random.nextInt(4) > 0) { // flags that are often right
      ram.write(at + 12, number(random.nextInt(8) | random.nextInt(SIZE) << 16, 4));
      ram.write(at + 14, number(random.nextInt(8) | (random.nextBoolean() ? 0x80 : 0x8000), 2));
    }
    ram.write(queue.availAddress() + 2 * random.nextInt(SIZE + 2), number(random.nextInt(), 2));
    ram.write(queue.availAddress() + 2, number(ramIndex(queue, ram) + random.nextInt(3), 2));
  }

  private static int ramIndex(DriverQueue queue, GuestRam ram) {
    byte[] index = ram.read(queue.availAddress() + 2, 2);
    return Byte.toUnsignedInt(index[0]) | Byte.toUnsignedInt(index[1]) << 8;
  }

  private static byte[] number(long value, int bytes) {
    byte[] little = new byte[bytes];
    for (int i = 0; i < bytes; i++) {
      little[i] = (byte) (value >>> 8 * i);
    }
    return little;
  }
}
