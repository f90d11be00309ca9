package io.ringfence.server.uplink;

/** An uplink that sends to every front-end for itself. */
record GeneratorUplink(String spec, int mostSessions, int frameBytes) implements Uplink {
  @Override
  public long offloads() {
    return 0;
  }

  @Override
  public Port port(int pair) {
    return new GeneratorPort(frameBytes);
  }

  @Override
  public void close() {}
}
