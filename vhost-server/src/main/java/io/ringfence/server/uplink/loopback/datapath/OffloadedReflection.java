package io.ringfence.server.uplink.loopback.datapath;

import io.ringfence.ring.Chain;
import io.ringfence.server.datapath.ReceiveRing;
import io.ringfence.server.packet.FrameFinisher;
import io.ringfence.server.packet.NetHeader;
import io.ringfence.server.pair.PairSetup;
import io.ringfence.server.uplink.FrameSink.Outcome;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Realm code: returns frames to a sender that left a checksum or segmentation to the device. If the
 * sender accepts such frames they pass unchanged; otherwise they are finished here.
 */
final class OffloadedReflection {
  private static final int ADDRESS_BYTES = 6;
  private static final int HEAD_BYTES = 512; // which must contain all headers of a frame
  private static final int STEPS = 64; // a segment costs about as much as a frame

  private final ReceiveRing receive;
  private final Reflector reflector;
  private final int headerBytes;
  private final long features;
  private final MemorySegment head; // of a frame, header first
  private final MemorySegment frameHead; // likewise, after the header
  private FrameFinisher finisher; // null before the first frame
  private MemorySegment finished; // its output, header first
  private int steps;

  OffloadedReflection(ReceiveRing receive, Reflector reflector, PairSetup setup) {
    this.receive = receive;
    this.reflector = reflector;
    headerBytes = setup.headerBytes();
    features = setup.features();
    head = Arena.ofAuto().allocate(headerBytes + (long) HEAD_BYTES, 8);
    frameHead = head.asSlice(headerBytes);
  }

  /**
   * Returns whether segments of a frame remain to be delivered. The frame is then offered again.
   */
  boolean isUnderWay() {
    return finisher != null && finisher.length() > 0;
  }

  /** Returns the cost of the last frame, in ring descriptors, and resets it. */
  int takeSteps() {
    int taken = steps;
    steps = 0;
    return taken;
  }

  Outcome reflect(Chain frame) {
    if (finisher == null) {
      finisher = new FrameFinisher();
      finished = finisher.bytes().asSlice(finisher.frameAt() - headerBytes);
    }
    if (finisher.length() > 0) {
      return finish();
    }
    long bytes = frame.readableBytes();
    long there = Math.min(bytes, head.byteSize());
    frame.copyOut(0, head, 0, there);
    if (NetHeader.isTaken(head, features)) {
      return passOn(frame, bytes - headerBytes, there - headerBytes);
    }
    return finisher.begin(frame, headerBytes) ? finish() : Outcome.REFUSED;
  }

  private Outcome passOn(Chain frame, long frameBytes, long there) {
    if (!finisher.isSound(head, frameHead, there, frameBytes)) {
      return Outcome.REFUSED;
    }
    NetHeader.passOn(head, frameBytes);
    exchangeAddresses(head, headerBytes);
    return reflector.reflect(frame, head, headerBytes + 2L * ADDRESS_BYTES);
  }

  /** Delivers finished frames. Keeps those without room. */
  private Outcome finish() {
    while (finisher.length() > 0) {
      exchangeAddresses(finished, headerBytes);
      Outcome outcome = receive.deliver(finished, headerBytes + finisher.length());
      if (outcome != Outcome.SENT) {
        return interrupted(outcome);
      }
      finisher.advance();
      steps += STEPS;
    }
    receive.setStarved(false);
    return Outcome.SENT;
  }

  private Outcome interrupted(Outcome outcome) {
    receive.publish();
    if (outcome == Outcome.REFUSED) {
      finisher.drop();
    } else {
      exchangeAddresses(finished, headerBytes); // they are needed again
    }
    return outcome;
  }

  private static void exchangeAddresses(MemorySegment bytes, long at) {
    int first = bytes.get(ValueLayout.JAVA_INT_UNALIGNED, at);
    short second = bytes.get(ValueLayout.JAVA_SHORT_UNALIGNED, at + 4);
    MemorySegment.copy(bytes, at + ADDRESS_BYTES, bytes, at, ADDRESS_BYTES);
    bytes.set(ValueLayout.JAVA_INT_UNALIGNED, at + ADDRESS_BYTES, first);
    bytes.set(ValueLayout.JAVA_SHORT_UNALIGNED, at + ADDRESS_BYTES + 4, second);
  }
}
