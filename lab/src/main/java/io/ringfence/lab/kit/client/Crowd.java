package io.ringfence.lab.kit.client;

import io.ringfence.lab.LabException;
import io.ringfence.testkit.guest.GuestNic;
import io.ringfence.testkit.guest.GuestNicOptions;
import io.ringfence.testkit.memory.GuestRam;
import io.ringfence.testkit.net.Features;
import io.ringfence.testkit.net.NetConfig;
import io.ringfence.testkit.net.NetReceiver;
import io.ringfence.testkit.net.NetTransmitter;
import io.ringfence.testkit.net.Shape;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * Front-ends on one socket, driven in rotation by one thread: each sends its next burst as soon as
 * the last one is back.
 */
public final class Crowd implements AutoCloseable {
  private static final int BURST = 32;
  private static final int SMALL = 64;
  private static final long RAM_BYTES = 8L << 20;
  private static final int LARGEST = 1514;
  private static final int SLOTS = 128;
  private static final long TIMEOUT_NANOS = 10_000_000_000L;

  private static final class Member {
    private final GuestNic nic;
    private final NetTransmitter tx;
    private final NetReceiver rx;
    private final MemorySegment frame;
    private int away;

    private Member(GuestNic nic, int frameBytes) {
      this.nic = nic;
      frame = MemorySegment.ofArray(new byte[frameBytes]);
      tx = nic.transmitter(0);
      rx = nic.receiver(0);
    }
  }

  private final List<Member> members = new ArrayList<>();
  private final MemorySegment into = MemorySegment.ofArray(new byte[1 << 17]);

  /** Connects {@code size} front-ends, each with running rings. */
  public Crowd(String socket, int size) {
    for (int i = 0; i < size; i++) {
      members.add(new Member(connect(socket), SMALL));
    }
  }

  private Crowd() {}

  /**
   * Connects front-ends of every kind that the data path distinguishes: split and packed rings,
   * small frames and full ones, single and segmented buffers, with event index and without.
   */
  public static Crowd mixed(String socket) {
    var crowd = new Crowd();
    try {
      for (long ring : new long[] {0, Features.RING_PACKED}) {
        crowd.members.add(new Member(connect(options().with(ring), socket), SMALL));
        crowd.members.add(new Member(connect(inSegments().with(ring), socket), LARGEST));
      }
      return crowd;
    } catch (RuntimeException e) {
      crowd.close();
      throw e;
    }
  }

  /** Connects a front-end with memory for a few frames. */
  public static GuestNic connect(String socket) {
    return connect(options(), socket);
  }

  private static GuestNic connect(GuestNicOptions options, String socket) {
    return options.ram(GuestRam.of(RAM_BYTES)).connect(socket);
  }

  private static GuestNicOptions options() {
    return GuestNic.options()
        .net(features -> NetConfig.negotiated(features, LARGEST).withSlots(SLOTS, SLOTS));
  }

  // A full frame takes three merged buffers, and is sent from an indirect table.
  private static GuestNicOptions inSegments() {
    return GuestNic.options()
        .without(Features.EVENT_IDX)
        .net(features ->
            NetConfig.negotiated(features, LARGEST)
                .withSlots(SLOTS, SLOTS)
                .withTxShapes(Shape.indirect(12, 600, 914))
                .withRxShapes(Shape.chained(300, 300)));
  }

  /**
   * Sends and receives for a time.
   *
   * @return the number of frames that came back
   */
  public long run(double seconds) {
    long start = System.nanoTime();
    long end = start + (long) (seconds * 1e9);
    long frames = 0;
    long lastProgress = start;
    for (long now = start; now - end < 0; now = System.nanoTime()) {
      int moved = turn();
      frames += moved;
      lastProgress = moved > 0 ? now : lastProgress;
      if (now - lastProgress > TIMEOUT_NANOS) {
        throw new LabException("no frame came back for 10 s");
      }
    }
    return frames;
  }

  private int turn() {
    int moved = 0;
    for (Member member : members) {
      while (member.away > 0 && member.rx.receive(into, 0) >= 0) {
        member.away--;
        moved++;
      }
      if (member.away == 0) {
        member.away = send(member);
      }
    }
    return moved;
  }

  private int send(Member member) {
    int sent = 0;
    while (sent < BURST && member.tx.send(member.frame, 0, (int) member.frame.byteSize())) {
      sent++;
    }
    member.tx.flush();
    return sent;
  }

  @Override
  public void close() {
    members.forEach(member -> member.nic.close());
  }
}
