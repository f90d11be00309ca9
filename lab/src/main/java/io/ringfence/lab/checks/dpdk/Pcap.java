package io.ringfence.lab.checks.dpdk;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The classic capture file, in this machine's byte order: 24 bytes, then 16 before each frame. */
final class Pcap {
  static final int HEADER_BYTES = 24;
  static final int RECORD_BYTES = 16;

  private static final int MAGIC = 0xa1b2c3d4;
  private static final short MAJOR = 2;
  private static final short MINOR = 4;
  private static final int SNAP_BYTES = 65_535;
  private static final int ETHERNET = 1;

  private Pcap() {}

  static void putHeader(ByteBuffer into) {
    into.putInt(MAGIC).putShort(MAJOR).putShort(MINOR).putLong(0);
    into.putInt(SNAP_BYTES).putInt(ETHERNET);
  }

  static void putRecord(ByteBuffer into, int length) {
    into.putLong(0).putInt(length).putInt(length);
  }

  static void skipHeader(DataInputStream in) throws IOException {
    in.readFully(new byte[HEADER_BYTES]);
  }

  /**
   * Reads the next frame.
   *
   * @return its bytes; -1 at the end
   * @throws IOException also if the frame exceeds {@code into}
   */
  static int read(DataInputStream in, byte[] into) throws IOException {
    byte[] record = new byte[RECORD_BYTES];
    int first = in.read();
    if (first < 0) {
      return -1;
    }
    record[0] = (byte) first;
    in.readFully(record, 1, RECORD_BYTES - 1);
    int length = ByteBuffer.wrap(record).order(ByteOrder.nativeOrder()).getInt(8);
    if (length < 0 || length > into.length) {
      throw new EOFException("a record of %d bytes; at most %d".formatted(length, into.length));
    }
    in.readFully(into, 0, length);
    return length;
  }
}
