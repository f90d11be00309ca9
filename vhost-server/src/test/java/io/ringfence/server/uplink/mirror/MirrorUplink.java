package io.ringfence.server.uplink.mirror;

import io.ringfence.server.uplink.Attachment;
import io.ringfence.server.uplink.Port;
import io.ringfence.server.uplink.Uplink;
import java.util.List;
import java.util.stream.IntStream;

/** Returns each frame as it was sent, after it has waited in private memory. */
record MirrorUplink(String spec) implements Uplink {
  @Override
  public long offloads() {
    return 0;
  }

  @Override
  public int mostSessions() {
    return 4;
  }

  @Override
  public Attachment attach(String frontEnd, int pairs) {
    return new Ports(IntStream.range(0, pairs).mapToObj(pair -> new MirrorPort()).toList());
  }

  @Override
  public void close() {}

  private record Ports(List<MirrorPort> ports) implements Attachment {
    @Override
    public Port port(int pair) {
      return ports.get(pair);
    }

    @Override
    public void close() {
      ports.forEach(MirrorPort::close);
    }
  }
}
