package io.ringfence.server.uplink.tap;

import io.ringfence.server.os.EventFd;
import io.ringfence.server.os.Fd;
import io.ringfence.server.os.NetworkInterfaces;
import io.ringfence.server.os.Tap;
import io.ringfence.server.uplink.Attachment;
import io.ringfence.server.uplink.Offloads;
import io.ringfence.server.uplink.OwnPorts;
import io.ringfence.server.uplink.PortRecord;
import io.ringfence.server.uplink.Rehearsal;
import io.ringfence.server.uplink.Uplink;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A TAP interface, open as long as the daemon runs, for one front-end at a time. If it was given by
 * name and is deleted, the uplink waits for its return.
 */
final class TapUplink implements Uplink {
  private static final Logger LOG = LoggerFactory.getLogger(TapUplink.class);
  private static final String BY_NAME = "tap:";

  private final String spec;
  private final List<Tap> queues;
  private final List<TapPort> ports = new ArrayList<>();
  private final TapWait wait = new TapWait(this);
  private final TapLink link;

  private TapUplink(String spec, List<Tap> queues) {
    this.spec = spec;
    this.queues = queues;
    List<EventFd> returns = queues.stream().map(_ -> EventFd.create()).toList();
    link = new TapLink(returns, wait::begin);
    for (int i = 0; i < queues.size(); i++) {
      // The first queue stays, so that the interface always has one.
      ports.add(new TapPort(queues.get(i), link, returns.get(i), i > 0));
    }
  }

  /** Creates an uplink of queues as the kernel opens them. */
  static TapUplink opened(String spec, List<Tap> queues) {
    var uplink = new TapUplink(spec, queues);
    uplink.ports.forEach(port -> port.receiving(false));
    return uplink;
  }

  /** Creates an uplink of queues that another process uses, until {@link #restore}. */
  static TapUplink adopted(String spec, List<Fd> queues) {
    var taps = new ArrayList<Tap>();
    try {
      for (Fd queue : queues) {
        taps.add(adopted(spec, queue, queues.size() > 1));
        queue.release();
      }
    } catch (RuntimeException e) {
      queues.stream().filter(Fd::isOpen).forEach(Fd::close);
      taps.forEach(Tap::close);
      throw e;
    }
    var uplink = new TapUplink(spec, taps);
    uplink.loss(); // is awaited here, too
    return uplink;
  }

  private static Tap adopted(String spec, Fd queue, boolean multiQueue) {
    boolean named = spec.startsWith(BY_NAME) && !spec.contains("%");
    return named && Tap.isGone(queue)
        ? Tap.adoptGone(queue.number(), spec.substring(BY_NAME.length()), multiQueue)
        : Tap.adopt(queue.number());
  }

  static TapUplink named(String spec, String name, int pairs) {
    var queues = new ArrayList<Tap>();
    try {
      boolean existed = NetworkInterfaces.exists(name);
      for (int i = 0; i < pairs; i++) {
        queues.add(Tap.open(i == 0 ? name : queues.getFirst().name(), pairs > 1));
      }
      if (!existed) {
        logCreation(queues.getFirst().name());
      }
      return opened(spec, queues);
    } catch (RuntimeException e) {
      queues.forEach(Tap::close);
      throw e;
    }
  }

  private static void logCreation(String name) {
    LOG.info(
        "TAP created interface={}: there was none of that name; it goes when the daemon ends, and"
            + " has no address: ip address add ADDRESS/PREFIX dev {} && ip link set {} up",
        name,
        name,
        name);
  }

  @Override
  public String spec() {
    return spec;
  }

  @Override
  public long offloads() {
    return Offloads.CHECKSUM_AND_TCP;
  }

  @Override
  public int mostSessions() {
    return 1;
  }

  @Override
  public Attachment attach(String frontEnd, int pairs) {
    return new OwnPorts(ports); // which outlive the front-end
  }

  // ---- a lost interface -----------------------------------------------------------------------

  /** Asks the kernel, too: without a front-end no other thread detects a loss. */
  @Override
  public Optional<Rehearsal> rehearsal() {
    return Optional.of(new TapRehearsal());
  }

  @Override
  public Optional<String> loss() {
    if (!link.isLost() && isGone()) {
      link.lose();
    }
    return link.isLost() ? Optional.of(wait.reason()) : Optional.empty();
  }

  @Override
  public CompletionStage<String> gone() {
    return wait.gone();
  }

  /** Returns the interface's name. */
  String name() {
    return queues.getFirst().name();
  }

  int queues() {
    return queues.size();
  }

  /**
   * Returns whether the uplink may attach to an interface of the name that is created after a loss.
   */
  boolean canReturn() {
    return spec.startsWith(BY_NAME);
  }

  /** Returns the command that creates a suitable interface. */
  String howToCreate() {
    String several = queues.size() > 1 ? " multi_queue" : "";
    return "ip tuntap add dev %s mode tap vnet_hdr%s".formatted(name(), several);
  }

  boolean isGone() {
    return queues.stream().anyMatch(Tap::isGone);
  }

  /**
   * Attaches all queues again, as negotiated. Attached queues stay.
   *
   * @throws io.ringfence.server.os.OsException if one cannot be attached
   */
  void attachAgain() {
    synchronized (link.settings()) {
      ports.forEach(TapPort::attachAgain);
      link.format().ifPresent(format -> format.applyTo(queues.getFirst()));
      link.restore();
    }
  }

  // ---- for a hand-over ------------------------------------------------------------------------

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
    wait.close();
    ports.forEach(TapPort::close);
  }
}
