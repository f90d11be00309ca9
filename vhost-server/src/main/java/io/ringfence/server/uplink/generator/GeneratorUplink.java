package io.ringfence.server.uplink.generator;

import io.ringfence.server.uplink.Attachment;
import io.ringfence.server.uplink.Port;
import io.ringfence.server.uplink.Uplink;
import io.ringfence.server.uplink.Uplinks;
import java.util.List;
import java.util.stream.IntStream;

/** An uplink that generates frames for each queue pair of each front-end. */
record GeneratorUplink(String spec, int frameBytes) implements Uplink {
  @Override
  public long offloads() {
    return 0;
  }

  @Override
  public int mostSessions() {
    return Uplinks.MOST_SESSIONS;
  }

  @Override
  public Attachment attach(String frontEnd, int pairs) {
    return new Ports(
        IntStream.range(0, pairs).mapToObj(pair -> new GeneratorPort(frameBytes)).toList());
  }

  @Override
  public void close() {}

  private record Ports(List<GeneratorPort> ports) implements Attachment {
    @Override
    public Port port(int pair) {
      return ports.get(pair);
    }

    @Override
    public void close() {}
  }
}
