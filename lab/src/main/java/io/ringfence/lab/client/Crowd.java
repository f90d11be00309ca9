package io.ringfence.lab.client;

import io.ringfence.lab.LabException;
import io.ringfence.testkit.GuestNic;
import io.ringfence.testkit.GuestRam;
import io.ringfence.testkit.NetReceiver;
import io.ringfence.testkit.NetTransmitter;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** Front-ends on one socket, driven in turn by one thread: a burst each, as soon as it is back. */
public final class Crowd implements AutoCloseable {
  private static final int BURST = 32;
  private static final int FRAME_BYTES = 64;
  private static final long RAM_BYTES = 8L << 20;
  private static final int LARGEST = 1514;
  private static final long TIMEOUT_NANOS = 10_000_000_000L;

  private static final class Member {
    private final GuestNic nic;
    private final NetTransmitter tx;
    private final NetReceiver rx;
    private int away;

    private Member(GuestNic nic) {
      this.nic = nic;
      tx = nic.transmitter(0);
      rx = nic.receiver(0);
    }
  }

  private final List<Member> members = new ArrayList<>();
  private final MemorySegment frame = MemorySegment.ofArray(new byte[FRAME_BYTES]);
  private final MemorySegment into = MemorySegment.ofArray(new byte[1 << 17]);

  /** So many front-ends, each with rings that run. */
  public Crowd(String socket, int size) {
    for (int i = 0; i < size; i++) {
      members.add(new Member(connect(socket)));
    }
  }

  /** A front-end with memory for small frames. */
  public static GuestNic connect(String socket) {
    return GuestNic.options()
        .ram(GuestRam.of(RAM_BYTES))
        .net(features ->
            io.ringfence.testkit.NetConfig.negotiated(features, LARGEST).withSlots(128, 128))
        .connect(socket);
  }

  /**
   * Sends and receives for a time.
   *
   * @return frames that came back
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
    while (sent < BURST && member.tx.send(frame, 0, FRAME_BYTES)) {
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
