package io.ringfence.server.packet;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Where the headers of an Ethernet frame are: up to two VLAN tags, IPv4 with options or IPv6 with
 * extension headers, and what IP carries. One object is filled over and over.
 */
final class FrameLayout {
  static final int TCP = 6;
  static final int IPV6_BYTES = 40;

  private static final ValueLayout.OfShort FIELD =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final int TYPE = 12;
  private static final int MOST_TAGS = 2;
  private static final int TAG_BYTES = 4;
  private static final int IPV4_BYTES = 20;
  private static final int HOP_BY_HOP = 0;
  private static final int ROUTING = 43;
  private static final int FRAGMENT = 44;
  private static final int DESTINATION = 60;
  private static final int EXTENSION_UNIT = 8;

  private int network;
  private int transport;
  private int protocol;
  private boolean ipv6;
  private boolean fragment;

  /** Where the IP header is. */
  int network() {
    return network;
  }

  /** Where the header after those of IP is. */
  int transport() {
    return transport;
  }

  /** What IP carries; {@link #TCP} for one. */
  int protocol() {
    return protocol;
  }

  boolean isIpv6() {
    return ipv6;
  }

  /** Whether the packet is but a part of one. */
  boolean isFragment() {
    return fragment;
  }

  /**
   * Finds the headers of a frame at the start of a segment.
   *
   * @param bytes of the frame that are there
   * @return false if there is no IP packet, or its headers are incomplete
   */
  boolean find(MemorySegment frame, long bytes) {
    int at = TYPE;
    for (int tags = 0; tags < MOST_TAGS && at + 2 <= bytes && isTag(u16(frame, at)); tags++) {
      at += TAG_BYTES;
    }
    if (at + 2 > bytes) {
      return false;
    }
    network = at + 2;
    return switch (u16(frame, at)) {
      case 0x0800 -> findInIpv4(frame, bytes);
      case 0x86dd -> findInIpv6(frame, bytes);
      default -> false;
    };
  }

  /** 802.1Q, 802.1ad, and what was used for the outer tag before that. */
  private static boolean isTag(int type) {
    return type == 0x8100 || type == 0x88a8 || type == 0x9100;
  }

  private boolean findInIpv4(MemorySegment frame, long bytes) {
    if (network + IPV4_BYTES > bytes) {
      return false;
    }
    int first = u8(frame, network);
    int headerBytes = (first & 0xf) * 4;
    ipv6 = false;
    fragment = (u16(frame, network + 6) & 0x3fff) != 0; // more to come, or not the first
    protocol = u8(frame, network + 9);
    transport = network + headerBytes;
    return first >> 4 == 4 && headerBytes >= IPV4_BYTES && transport <= bytes;
  }

  private boolean findInIpv6(MemorySegment frame, long bytes) {
    if (network + IPV6_BYTES > bytes || u8(frame, network) >> 4 != 6) {
      return false;
    }
    ipv6 = true;
    fragment = false;
    protocol = u8(frame, network + 6);
    transport = network + IPV6_BYTES;
    while (isExtension(protocol)) {
      if (transport + EXTENSION_UNIT > bytes) {
        return false;
      }
      fragment |= protocol == FRAGMENT;
      int units = protocol == FRAGMENT ? 1 : u8(frame, transport + 1) + 1;
      protocol = u8(frame, transport);
      transport += units * EXTENSION_UNIT;
    }
    return transport <= bytes;
  }

  private static boolean isExtension(int header) {
    return header == HOP_BY_HOP || header == ROUTING || header == FRAGMENT || header == DESTINATION;
  }

  static int u8(MemorySegment frame, long at) {
    return Byte.toUnsignedInt(frame.get(ValueLayout.JAVA_BYTE, at));
  }

  static int u16(MemorySegment frame, long at) {
    return Short.toUnsignedInt(frame.get(FIELD, at));
  }

  static void setU16(MemorySegment frame, long at, int value) {
    frame.set(FIELD, at, (short) value);
  }
}
