package io.ringfence.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A capture file as its specification has it, read block by block.
 *
 * @param sent frames that the guest sent
 * @param received frames that it received
 */
record CapturedFrames(List<byte[]> sent, List<byte[]> received) {
  private static final int SECTION = 0x0a0d0d0a;
  private static final int INTERFACE = 1;
  private static final int PACKET = 6;

  static CapturedFrames read(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.nativeOrder());
    var frames = new CapturedFrames(new ArrayList<>(), new ArrayList<>());
    long before = 0;
    for (int number = 0; bytes.hasRemaining(); number++) {
      int start = bytes.position();
      int type = bytes.getInt();
      int length = bytes.getInt();
      assertThat(length % 4).isZero();
      assertThat(bytes.getInt(start + length - 4))
          .as("length at the block's end")
          .isEqualTo(length);
      assertThat(type).isEqualTo(number == 0 ? SECTION : number == 1 ? INTERFACE : PACKET);
      if (type == INTERFACE) {
        assertThat(bytes.getShort()).as("link type Ethernet").isEqualTo((short) 1);
      } else if (type == PACKET) {
        before = frames.add(bytes, before);
      }
      bytes.position(start + length);
    }
    return frames;
  }

  private long add(ByteBuffer block, long before) {
    assertThat(block.getInt()).as("interface").isZero();
    long time = (long) block.getInt() << 32 | block.getInt() & 0xffff_ffffL;
    assertThat(time).as("nanoseconds").isGreaterThanOrEqualTo(before);
    byte[] frame = new byte[block.getInt()];
    assertThat(block.getInt()).as("bytes on the wire").isGreaterThanOrEqualTo(frame.length);
    block.get(frame).position(block.position() + (-frame.length & 3));
    assertThat(block.getInt()).as("option epb_flags of 4 bytes").isEqualTo(2 | 4 << 16);
    (block.getInt() == 2 ? sent : received).add(frame);
    return time;
  }
}
