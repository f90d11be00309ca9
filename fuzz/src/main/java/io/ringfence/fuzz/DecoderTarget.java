package io.ringfence.fuzz;

import io.ringfence.protocol.Decoder;
import io.ringfence.protocol.Header;
import io.ringfence.protocol.MemoryRegion;
import io.ringfence.protocol.ProtocolException;
import io.ringfence.protocol.Request;
import io.ringfence.protocol.RequestType;
import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * The front-end's side of a connection: a sequence of messages. Each has a byte with the number of
 * descriptors, a header, and a payload. Each decodes to a request or throws a {@link
 * ProtocolException}. The fields of a request must come from its payload and keep the bounds that
 * the session relies on.
 */
public final class DecoderTarget {
  private static final int MOST_MESSAGES = 64;
  private static final BigInteger END = BigInteger.ONE.shiftLeft(64);
  private static final BigInteger FILE_END = BigInteger.ONE.shiftLeft(63);

  private DecoderTarget() {}

  /** Entry point for the fuzzer. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    var input = new Input(bytes);
    for (int i = 0; i < MOST_MESSAGES && !input.isEmpty(); i++) {
      int fds = input.u8() % 12;
      byte[] header = input.take(Header.BYTES);
      if (header.length < Header.BYTES || !message(header, fds, input)) {
        return;
      }
    }
  }

  private static boolean message(byte[] bytes, int fds, Input input) {
    Header header;
    try {
      header = Header.read(MemorySegment.ofArray(bytes));
    } catch (ProtocolException refused) {
      checkMessage(refused);
      return false;
    }
    Finding.unless(header.size() >= 0 && header.size() <= 4096, "payload of %d", header.size());
    byte[] payload = input.take(header.size());
    if (payload.length < header.size()) {
      return false;
    }
    try {
      check(Decoder.decode(header, MemorySegment.ofArray(payload), fds), header, payload, fds);
    } catch (ProtocolException refused) {
      checkMessage(refused);
    }
    return true;
  }

  private static void checkMessage(ProtocolException refused) {
    Finding.unless(!refused.getMessage().isBlank(), "a refusal without a message");
  }

  private static void check(Request request, Header header, byte[] payload, int fds) {
    boolean known = RequestType.of(header.request()).isPresent();
    Finding.unless(
        known != (request instanceof Request.UnknownRequest), "%s is known: %s", request, known);
    ByteBuffer words = ByteBuffer.wrap(payload).order(ByteOrder.nativeOrder());
    switch (request) {
      case Request.SetMemTable table -> {
        Finding.unless(table.regions().size() == fds, "%s with %d file descriptors", table, fds);
        regions(table.regions());
      }
      case Request.AddMemReg add -> regions(List.of(add.region()));
      case Request.RemMemReg remove -> regions(List.of(remove.region()));
      case Request.SetFeatures set -> same(set.features(), words.getLong(0));
      case Request.SetProtocolFeatures set -> same(set.features(), words.getLong(0));
      case Request.SetVringNum num -> inRange(num.index(), num.size(), 1, 32768);
      case Request.SetVringAddr address -> inRange(address.index(), address.flags(), 0, 1);
      case Request.SetVringBase base -> inRange(base.index(), 0, 0, 0);
      case Request.GetVringBase base -> inRange(base.index(), 0, 0, 0);
      case Request.SetVringKick kick -> hasFd(kick.index(), kick.hasFd(), fds);
      case Request.SetVringCall call -> hasFd(call.index(), call.hasFd(), fds);
      case Request.SetVringErr err -> hasFd(err.index(), err.hasFd(), fds);
      case Request.SetLogBase log -> {
        BigInteger end = unsigned(log.offset()).add(unsigned(log.size()));
        Finding.unless(log.size() > 0 && end.compareTo(FILE_END) < 0, "log of %s", log);
      }
      default -> {}
    }
  }

  private static void same(long seen, long due) {
    Finding.unless(seen == due, "decoded 0x%x, payload has 0x%x", seen, due);
  }

  private static void inRange(int index, int value, int least, int most) {
    Finding.unless(index >= 0 && index <= 255, "ring %d", index);
    Finding.unless(
        value >= least && value <= most, "decoded %d, allowed %d to %d", value, least, most);
  }

  private static void hasFd(int index, boolean flag, int fds) {
    inRange(index, fds, 0, 1);
    Finding.unless(flag == (fds == 1), "fd flag %s with %d file descriptors", flag, fds);
  }

  /** Checks that no region wraps or exceeds a file offset, and that no two share an address. */
  private static void regions(List<MemoryRegion> regions) {
    for (MemoryRegion one : regions) {
      BigInteger size = unsigned(one.size());
      Finding.unless(size.signum() > 0, "an empty region");
      Finding.unless(unsigned(one.gpa()).add(size).compareTo(END) <= 0, "%s wraps", one);
      Finding.unless(unsigned(one.uva()).add(size).compareTo(END) <= 0, "%s wraps", one);
      Finding.unless(
          unsigned(one.mmapOffset()).add(size).compareTo(FILE_END) < 0,
          "%s exceeds a file offset",
          one);
      for (MemoryRegion other : regions) {
        boolean apart =
            apart(one.gpa(), other.gpa(), one, other) && apart(one.uva(), other.uva(), one, other);
        Finding.unless(one == other || apart, "%s and %s share an address", one, other);
      }
    }
  }

  private static boolean apart(long a, long b, MemoryRegion one, MemoryRegion other) {
    return unsigned(a).add(unsigned(one.size())).compareTo(unsigned(b)) <= 0
        || unsigned(b).add(unsigned(other.size())).compareTo(unsigned(a)) <= 0;
  }

  private static BigInteger unsigned(long value) {
    return new BigInteger(Long.toUnsignedString(value));
  }
}
