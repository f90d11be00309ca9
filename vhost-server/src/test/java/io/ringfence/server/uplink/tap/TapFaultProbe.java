package io.ringfence.server.uplink.tap;

import static io.ringfence.server.TapGuest.ip;

import io.ringfence.ring.BrokenRingException;
import io.ringfence.ring.Chain;
import io.ringfence.ring.GuestMemory;
import io.ringfence.server.StandardUplinks;
import io.ringfence.server.os.Epoll;
import io.ringfence.server.os.Errno;
import io.ringfence.server.os.EventFd;
import io.ringfence.server.os.FaultyLibc;
import io.ringfence.server.os.Fd;
import io.ringfence.server.os.Kernel;
import io.ringfence.server.os.OsException;
import io.ringfence.server.uplink.Port;
import io.ringfence.server.uplink.Uplink;
import io.ringfence.testkit.Await;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/**
 * Runs in a network namespace of its own, started by {@link TapFaultTest}: has each call fail with
 * each errno, and prints a line for each outcome that was seen, with the errnos that led to it.
 */
final class TapFaultProbe {
  private static final String TAP = "fault0";
  private static final String CREATE = "tuntap add dev " + TAP + " mode tap vnet_hdr\n";
  private static final long TUNGETIFF = 0x800454d2L;
  private static final long TUNSETIFF = 0x400454caL;
  private static final long TUNSETOFFLOAD = 0x400454d0L;
  private static final long TUNSETVNETHDRSZ = 0x400454d8L;
  private static final long TUNSETQUEUE = 0x400454d9L;
  private static final int HEADER = 12;
  private static final int MOST_NAMED = 10; // of the errnos with one outcome

  private TapFaultProbe() {}

  public static void main(String[] arguments) {
    FaultyLibc.install();
    tap();
    events();
    System.exit(0);
  }

  // ---- the TAP --------------------------------------------------------------------------------

  private static void tap() {
    try (Uplink uplink = opened(2)) {
      var port = (TapPort) port(uplink, 0);
      var second = (TapPort) port(uplink, 1);
      Fd fd = port.fd();
      Chain chain = chain();

      each("readv", port, errno -> FaultyLibc.fail("readv", errno, fd), port::readPending);
      each(
          "writev",
          port,
          errno -> FaultyLibc.fail("writev", errno, fd),
          () -> sent(port, chain, 1));
      ioctl("TUNSETVNETHDRSZ", TUNSETVNETHDRSZ, port, () -> port.negotiated(HEADER, 0));
      ioctl("TUNSETOFFLOAD", TUNSETOFFLOAD, port, () -> port.negotiated(HEADER, 0));
      ioctl(
          "TUNSETQUEUE",
          TUNSETQUEUE,
          second,
          () -> {
            second.receiving(true);
            second.receiving(false);
          });
    }
    if (usesIoUring()) {
      eachAnew("completion", FaultyLibc::failCompletions, chain());
      eachAnew("io_uring_enter", FaultyLibc::failEnterOnce, chain());
    }
    each("TUNSETIFF", TapFaultProbe::attached);
  }

  private static boolean usesIoUring() {
    try (Uplink _ = opened(1)) {
      return Kernel.openFds("io_uring") > 0;
    }
  }

  private static void ioctl(String name, long request, TapPort port, Runnable action) {
    each(
        name,
        port,
        errno -> FaultyLibc.fail("ioctl", errno, arguments -> arguments[1] == request),
        () -> {
          action.run();
          return 0;
        });
  }

  /** Sends a frame so often, each counted as lost or not. */
  private static Object sent(TapPort port, Chain chain, int times) {
    for (int i = 0; i < times; i++) {
      port.send(chain);
    }
    return port.commit().frames() == times ? "lost" : "not lost";
  }

  /** A frame of 60 zero bytes behind a header of zeros. */
  private static Chain chain() {
    MemorySegment memory = Arena.global().allocate(4096, 4096);
    var chain = new Chain();
    chain.single(
        new GuestMemory(List.of(new GuestMemory.Extent(0, memory)), List.of()),
        0,
        HEADER + 60,
        false);
    return chain;
  }

  /**
   * What comes of a call on a port that fails with each errno. The kernel is made to say that the
   * interface is gone as long, so that the loss stays to be seen; then the port must work again.
   */
  private static void each(String call, TapPort port, IntConsumer fault, Supplier<Object> action) {
    each(call, errno -> outcome(fault, errno, port, action));
  }

  private static String outcome(
      IntConsumer fault, int errno, TapPort port, Supplier<Object> action) {
    fault.accept(errno);
    FaultyLibc.fail("ioctl", Errno.EBADFD, arguments -> arguments[1] == TUNGETIFF);
    String outcome = outcome(port, action);
    FaultyLibc.mend();
    Await.until("the uplink to go on", 5_000, () -> !port.isLost(), () -> "lost");
    return outcome;
  }

  /** Two frames on a port of its own for each errno: one of them ends the use of the io_uring. */
  private static void eachAnew(String call, IntConsumer fault, Chain chain) {
    each(
        call,
        errno -> {
          try (Uplink uplink = opened(1)) {
            var port = (TapPort) port(uplink, 0);
            return outcome(fault, errno, port, () -> sent(port, chain, 2));
          }
        });
  }

  private static Port port(Uplink uplink, int pair) {
    return uplink.attach("probe", pair + 1).port(pair);
  }

  private static Uplink opened(int pairs) {
    Uplink uplink = StandardUplinks.ALL.open("tap:" + TAP, pairs);
    ip("link set %s up\n".formatted(TAP));
    port(uplink, 0).negotiated(HEADER, 0);
    return uplink;
  }

  private static String outcome(TapPort port, Supplier<Object> action) {
    try {
      Object result = action.get();
      return port.isLost() ? "gone" : "nothing now, " + result;
    } catch (BrokenRingException e) {
      return "ring broken";
    } catch (OsException e) {
      return "bug";
    }
  }

  /** The interface is deleted and made again, and cannot be attached to. */
  private static String attached(int errno) {
    ip(CREATE);
    try (Uplink uplink = StandardUplinks.ALL.open("tap:" + TAP, 1)) {
      FaultyLibc.fail("ioctl", errno, arguments -> arguments[1] == TUNSETIFF);
      ip("link delete " + TAP + "\n" + CREATE);
      String name = Errno.name(errno);
      var gone = uplink.gone().toCompletableFuture();
      Await.until(
          "an outcome",
          5_000,
          () -> gone.isDone() || uplink.loss().orElse("").contains(name),
          () -> uplink.loss().toString());
      FaultyLibc.mend();
      if (gone.isDone()) {
        return "bug";
      }
      Await.until("the uplink to go on", 5_000, () -> uplink.loss().isEmpty(), () -> "lost");
      return "waits, goes on";
    } finally {
      ip("link delete " + TAP + "\n");
    }
  }

  // ---- eventfds, pipes, epoll -----------------------------------------------------------------

  private static void events() {
    Fd[] pipe = Kernel.pipe();
    try (EventFd event = EventFd.create();
        EventFd reader = new EventFd(pipe[0]);
        EventFd writer = new EventFd(pipe[1]);
        Epoll epoll = new Epoll(1)) {
      for (EventFd read : List.of(event, reader)) {
        String kind = read.isCounter() ? "eventfd" : "pipe";
        each(
            kind + " read",
            errno -> {
              FaultyLibc.fail("preadv2", errno, read.fd());
              return outcome(read::drain);
            });
      }
      for (EventFd written : List.of(event, writer)) {
        String kind = written.isCounter() ? "eventfd" : "pipe";
        each(
            kind + " write",
            errno -> {
              FaultyLibc.failOnce("write", errno, written.fd());
              return outcome(() -> {
                written.signal();
                return "done";
              });
            });
      }
      each(
          "epoll_wait",
          errno -> {
            FaultyLibc.fail("epoll_wait", errno, arguments -> true);
            return outcome(() -> epoll.await(0));
          });
    }
  }

  private static String outcome(Supplier<Object> action) {
    try {
      return String.valueOf(action.get());
    } catch (OsException e) {
      return "thrown";
    } finally {
      FaultyLibc.mend();
    }
  }

  private interface Trial {
    String outcome(int errno);
  }

  private static void each(String call, Trial trial) {
    Map<String, List<String>> outcomes = new TreeMap<>();
    FaultyLibc.errnos()
        .forEach((name, errno) ->
            outcomes.computeIfAbsent(trial.outcome(errno), _ -> new ArrayList<>()).add(name));
    outcomes.forEach((outcome, errnos) ->
        System.out.println(
            "%s: %s: %s"
                .formatted(
                    call,
                    outcome,
                    errnos.size() > MOST_NAMED ? "all others" : String.join(" ", errnos))));
  }
}
