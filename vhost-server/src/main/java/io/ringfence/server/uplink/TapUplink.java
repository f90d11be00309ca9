package io.ringfence.server.uplink;

import io.ringfence.protocol.VirtioFeature;
import io.ringfence.server.os.Fd;
import io.ringfence.server.os.Tap;
import java.util.ArrayList;
import java.util.List;

/** A TAP interface, open as long as the daemon runs, for one front-end at a time. */
final class TapUplink implements Uplink {
  private static final long OFFLOADS =
      VirtioFeature.mask(
          VirtioFeature.CSUM,
          VirtioFeature.GUEST_CSUM,
          VirtioFeature.GUEST_TSO4,
          VirtioFeature.GUEST_TSO6,
          VirtioFeature.GUEST_ECN,
          VirtioFeature.HOST_TSO4,
          VirtioFeature.HOST_TSO6,
          VirtioFeature.HOST_ECN);

  private final String spec;
  private final List<Tap> queues;
  private final List<TapPort> ports;

  private TapUplink(String spec, List<Tap> queues) {
    this.spec = spec;
    this.queues = queues;
    // The first queue stays, so that the interface is never without one.
    ports = queues.stream().map(queue -> new TapPort(queue, queue != queues.getFirst())).toList();
  }

  /** An uplink of queues as the kernel opens them. */
  static TapUplink opened(String spec, List<Tap> queues) {
    var uplink = new TapUplink(spec, queues);
    uplink.ports.forEach(port -> port.receiving(false));
    return uplink;
  }

  /** An uplink of queues that another process uses, until {@link #restore}. */
  static TapUplink adopted(String spec, List<Fd> queues) {
    var taps = new ArrayList<Tap>();
    try {
      for (Fd queue : queues) {
        taps.add(Tap.adopt(queue.number()));
        queue.release();
      }
    } catch (RuntimeException e) {
      queues.stream().filter(Fd::isOpen).forEach(Fd::close);
      taps.forEach(Tap::close);
      throw e;
    }
    return new TapUplink(spec, taps);
  }

  static TapUplink named(String spec, String name, int pairs) {
    var queues = new ArrayList<Tap>();
    try {
      for (int i = 0; i < pairs; i++) {
        queues.add(Tap.open(name, pairs > 1));
      }
    } catch (RuntimeException e) {
      queues.forEach(Tap::close);
      throw e;
    }
    return opened(spec, queues);
  }

  @Override
  public String spec() {
    return spec;
  }

  @Override
  public long offloads() {
    return OFFLOADS;
  }

  @Override
  public int mostSessions() {
    return 1;
  }

  @Override
  public Port port(int pair) {
    return ports.get(pair);
  }

  @Override
  public List<Fd> descriptors() {
    return queues.stream().map(Tap::fd).toList();
  }

  @Override
  public List<PortRecord> ports() {
    return ports.stream().map(TapPort::record).toList();
  }

  @Override
  public void restore(List<PortRecord> records) {
    for (int i = 0; i < ports.size(); i++) {
      ports.get(i).restore(records.get(i));
    }
  }

  @Override
  public void close() {
    ports.forEach(TapPort::close);
  }
}
