package io.ringfence.server.packet;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * A packet built byte by byte from the RFCs, sharing nothing with the code under test: as a driver
 * hands it to its device, or any part of it as a network card puts it on the wire.
 *
 * @param tags VLAN tags, 0 to 2
 * @param ipv6 IPv6, and otherwise IPv4
 * @param ipOptions words of options of IPv4, or extension headers of 8 bytes each of IPv6
 * @param tcp TCP, and otherwise UDP
 * @param tcpOptions words of options
 * @param flags of TCP
 */
public record TestPacket(
    int tags,
    boolean ipv6,
    int ipOptions,
    boolean tcp,
    int tcpOptions,
    int flags,
    int id,
    int sequence,
    byte[] payload) {
  private static final byte[] ADDRESSES = new byte[32];

  static {
    for (int i = 0; i < ADDRESSES.length; i++) {
      ADDRESSES[i] = (byte) (0x20 + 37 * i);
    }
  }

  /** Where the transport's header is. */
  public int transport() {
    return 14 + 4 * tags + (ipv6 ? 40 + 8 * ipOptions : 20 + 4 * ipOptions);
  }

  int transportHeaderBytes() {
    return tcp ? 20 + 4 * tcpOptions : 8;
  }

  /** Where the transport's checksum is, from its start. */
  int checksumOffset() {
    return tcp ? 16 : 6;
  }

  /** The frame as a driver hands it over: its checksum field holds the pseudo header's sum. */
  public byte[] unfinished() {
    byte[] frame = build(0, payload.length, 0);
    int length = frame.length - transport();
    put16(frame, transport() + checksumOffset(), sum(pseudoHeader(length)));
    return frame;
  }

  /** A part of the payload as a frame that needs nothing more, the count-th of its segments. */
  public byte[] finished(int from, int to, int count) {
    byte[] frame = build(from, to, count);
    byte[] transport = Arrays.copyOfRange(frame, transport(), frame.length);
    int sum = ~sum(concat(pseudoHeader(transport.length), transport)) & 0xffff;
    put16(frame, transport() + checksumOffset(), sum == 0 ? 0xffff : sum);
    return frame;
  }

  /** The 12 bytes before the unfinished frame. */
  public byte[] netHeader(int segmentBytes) {
    byte[] header = new byte[12];
    header[0] = 1;
    if (segmentBytes > 0) {
      header[1] = (byte) (ipv6 ? 4 : 1);
    }
    little16(header, 2, transport() + transportHeaderBytes());
    little16(header, 4, segmentBytes);
    little16(header, 6, transport());
    little16(header, 8, checksumOffset());
    return header;
  }

  private byte[] build(int from, int to, int count) {
    byte[] transport =
        concat(transportHeader(from, to, count), Arrays.copyOfRange(payload, from, to));
    byte[] network = ipv6 ? ipv6Header(transport.length) : ipv4Header(transport.length, count);
    return concat(ethernet(), concat(network, transport));
  }

  private byte[] ethernet() {
    var out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2});
    for (int i = 0; i < tags; i++) {
      boolean outer = tags == 2 && i == 0;
      out.writeBytes(new byte[] {(byte) (outer ? 0x88 : 0x81), (byte) (outer ? 0xa8 : 0), 0, 7});
    }
    out.writeBytes(ipv6 ? new byte[] {(byte) 0x86, (byte) 0xdd} : new byte[] {8, 0});
    return out.toByteArray();
  }

  private byte[] ipv4Header(int transportBytes, int count) {
    byte[] header = new byte[20 + 4 * ipOptions];
    header[0] = (byte) (0x40 | header.length / 4);
    put16(header, 2, header.length + transportBytes);
    put16(header, 4, id + count);
    header[6] = 0x40; // not to be fragmented
    header[8] = 64;
    header[9] = (byte) (tcp ? 6 : 17);
    System.arraycopy(ADDRESSES, 0, header, 12, 8);
    Arrays.fill(header, 20, header.length, (byte) 1); // no operation
    put16(header, 10, ~sum(header));
    return header;
  }

  private byte[] ipv6Header(int transportBytes) {
    byte[] header = new byte[40 + 8 * ipOptions];
    header[0] = 0x60;
    put16(header, 4, 8 * ipOptions + transportBytes);
    header[7] = 64;
    System.arraycopy(ADDRESSES, 0, header, 8, 32);
    int nextAt = 6;
    for (int at = 40; at < header.length; at += 8) {
      header[nextAt] = (byte) (at == 40 ? 0 : 60); // hop by hop, then destination options
      header[at + 2] = 1; // padding of 6 bytes
      header[at + 3] = 4;
      nextAt = at;
    }
    header[nextAt] = (byte) (tcp ? 6 : 17);
    return header;
  }

  private byte[] transportHeader(int from, int to, int count) {
    byte[] header = new byte[transportHeaderBytes()];
    put16(header, 0, 1000);
    put16(header, 2, 2000);
    if (!tcp) {
      put16(header, 4, header.length + to - from);
      return header;
    }
    put16(header, 4, sequence + from >>> 16);
    put16(header, 6, sequence + from);
    header[11] = 9;
    header[12] = (byte) (header.length / 4 << 4);
    int withoutFinPsh = to < payload.length ? ~0x09 : ~0;
    int withoutCwr = count > 0 ? ~0x80 : ~0;
    header[13] = (byte) (flags & withoutFinPsh & withoutCwr);
    put16(header, 14, 8192);
    Arrays.fill(header, 20, header.length, (byte) 1);
    return header;
  }

  private byte[] pseudoHeader(int transportBytes) {
    int addresses = ipv6 ? 32 : 8;
    byte[] pseudo = new byte[addresses + 8];
    System.arraycopy(ADDRESSES, 0, pseudo, 0, addresses);
    put16(pseudo, addresses, transportBytes >>> 16);
    put16(pseudo, addresses + 2, transportBytes);
    pseudo[addresses + 7] = (byte) (tcp ? 6 : 17);
    return pseudo;
  }

  private static int sum(byte[] bytes) {
    int sum = 0;
    for (int i = 0; i < bytes.length; i += 2) {
      int low = i + 1 < bytes.length ? bytes[i + 1] & 0xff : 0;
      sum += (bytes[i] & 0xff) << 8 | low;
      if (sum > 0xffff) {
        sum -= 0xffff; // the carry is added at the other end
      }
    }
    return sum;
  }

  private static byte[] concat(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private static void put16(byte[] bytes, int at, int value) {
    bytes[at] = (byte) (value >>> 8);
    bytes[at + 1] = (byte) value;
  }

  private static void little16(byte[] bytes, int at, int value) {
    bytes[at] = (byte) value;
    bytes[at + 1] = (byte) (value >>> 8);
  }
}
