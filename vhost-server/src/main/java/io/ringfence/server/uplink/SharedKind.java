package io.ringfence.server.uplink;

/**
 * A kind of uplink without an argument, whose queue pairs all share one port.
 *
 * @param kind as a user writes it
 * @param port the shared port
 */
public record SharedKind(String kind, Port port) implements UplinkKind {
  @Override
  public String form() {
    return kind;
  }

  @Override
  public Uplink open(String spec, String argument, int pairs) {
    Arguments.none(this, spec, argument);
    return new SharedPort(spec, port);
  }
}
