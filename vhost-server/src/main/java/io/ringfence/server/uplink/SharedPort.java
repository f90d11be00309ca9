package io.ringfence.server.uplink;

/**
 * An uplink without state between frames, so that all queue pairs of all front-ends share one port.
 * A frame that its receiver did not negotiate is finished in software.
 *
 * @param spec as the user wrote it
 * @param port the shared port
 */
public record SharedPort(String spec, Port port) implements Uplink {
  @Override
  public long offloads() {
    return Offloads.CHECKSUM_AND_TCP;
  }

  @Override
  public int mostSessions() {
    return Uplinks.MOST_SESSIONS;
  }

  @Override
  public Attachment attach(String frontEnd, int pairs) {
    return new Shared(port);
  }

  @Override
  public void close() {}

  private record Shared(Port only) implements Attachment {
    @Override
    public Port port(int pair) {
      return only;
    }

    @Override
    public void close() {}
  }
}
