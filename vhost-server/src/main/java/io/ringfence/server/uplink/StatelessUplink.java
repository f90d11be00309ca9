package io.ringfence.server.uplink;

/** An uplink that keeps nothing between frames, so that all front-ends may share one port. */
record StatelessUplink(String spec, int mostSessions, Port port) implements Uplink {
  @Override
  public long offloads() {
    return 0; // a guest may not expect unfinished checksums and segments of another one's offloads
  }

  @Override
  public Port port(int pair) {
    return port;
  }

  @Override
  public void close() {}
}
