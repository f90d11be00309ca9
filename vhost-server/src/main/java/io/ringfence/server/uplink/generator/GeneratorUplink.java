package io.ringfence.server.uplink.generator;

import io.ringfence.server.uplink.Attachment;
import io.ringfence.server.uplink.OwnPorts;
import io.ringfence.server.uplink.Uplink;
import io.ringfence.server.uplink.Uplinks;
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
    return new OwnPorts(
        IntStream.range(0, pairs).mapToObj(pair -> new GeneratorPort(frameBytes)).toList());
  }

  @Override
  public void close() {}
}
