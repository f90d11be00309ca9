package io.ringfence.server;

import io.ringfence.server.os.Fd;
import io.ringfence.server.os.Kernel;
import io.ringfence.testkit.guest.GuestNic;
import io.ringfence.testkit.memory.GuestRegion;
import io.ringfence.testkit.net.Features;
import io.ringfence.testkit.os.MemFd;
import io.ringfence.testkit.os.NotificationFd;
import io.ringfence.testkit.wire.Payload;
import io.ringfence.testkit.wire.ProtocolFeatures;
import io.ringfence.testkit.wire.RequestCode;
import io.ringfence.testkit.wire.SoftwareFrontEnd;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** Requests that a session refuses whose first pair of rings runs, each for a reason of its own. */
final class Refusals implements AutoCloseable {
  private static final long FAR = 1L << 40; // guest address
  private static final long FAR_USER = 0x6000_0000_0000L;
  private static final int REGION = 1 << 16;

  /**
   * A request and why it is refused.
   *
   * @param before what the front-end says before it, and is done
   * @param said a part of the message
   */
  record Refusal(
      String name,
      BiConsumer<SoftwareFrontEnd, Refusals> before,
      BiConsumer<SoftwareFrontEnd, Refusals> request,
      String said) {
    @Override
    public String toString() {
      return name;
    }
  }

  private final GuestNic nic;
  private final MemFd page = new MemFd("page", 4096);
  private final MemFd one = new MemFd("one", REGION);
  private final MemFd two = new MemFd("two", REGION);
  private final NotificationFd event = new NotificationFd();
  private final Fd[] pipe = Kernel.pipe();
  private final Fd[] unread = Kernel.pipe();
  private final Fd socket = Fd.adopt((int) Kernel.call("socket", 1, 1, 0));

  Refusals(GuestNic nic) {
    this.nic = nic;
    unread[0].close();
  }

  private GuestRegion region(long offset, long bytes, MemFd file) {
    return new GuestRegion(FAR + offset, bytes, FAR_USER + offset, 0, file, null);
  }

  private static Refusal refused(
      String name, BiConsumer<SoftwareFrontEnd, Refusals> request, String said) {
    return new Refusal(name, (frontEnd, fds) -> {}, request, said);
  }

  private static Refusal told(
      String name, RequestCode request, byte[] payload, String said, Descriptor... descriptors) {
    return refused(
        name,
        (frontEnd, fds) ->
            frontEnd.send(
                request,
                payload,
                Stream.of(descriptors).mapToInt(descriptor -> descriptor.of(fds)).toArray()),
        said);
  }

  private interface Descriptor {
    int of(Refusals fds);
  }

  static Stream<Refusal> all() {
    return Stream.of(device(), rings(), events(), memory(), starts()).flatMap(one -> one);
  }

  private static Stream<Refusal> device() {
    return Stream.of(
        told(
            "foreign features",
            RequestCode.SET_FEATURES,
            Payload.u64(Features.RING_RESET),
            "features RING_RESET were not offered"),
        told(
            "foreign protocol features",
            RequestCode.SET_PROTOCOL_FEATURES,
            Payload.u64(ProtocolFeatures.REPLY_ACK | ProtocolFeatures.INBAND_NOTIFICATIONS),
            "protocol features INBAND_NOTIFICATIONS were not offered"),
        told("MTU of 67", RequestCode.NET_SET_MTU, Payload.u64(67), "MTU of 67; allowed are 68"),
        told("status of 256", RequestCode.SET_STATUS, Payload.u64(256), "SET_STATUS"),
        told("no MAC", RequestCode.SEND_RARP, Payload.empty(), "SEND_RARP: payload of 0 bytes"),
        told(
            "owner with a descriptor",
            RequestCode.RESET_OWNER,
            Payload.empty(),
            "RESET_OWNER: 1 file descriptors, allowed 0",
            f -> f.event.fd()),
        told(
            "reset with a descriptor",
            RequestCode.RESET_DEVICE,
            Payload.empty(),
            "RESET_DEVICE: 1 file descriptors, allowed 0",
            f -> f.event.fd()),
        told(
            "back-end channel without one",
            RequestCode.SET_BACKEND_REQ_FD,
            Payload.empty(),
            "SET_BACKEND_REQ_FD: 0 file descriptors, allowed 1"),
        told("configuration", RequestCode.SET_CONFIG, new byte[12], "SET_CONFIG: not offered"),
        told(
            "postcopy",
            RequestCode.POSTCOPY_LISTEN,
            Payload.empty(),
            "POSTCOPY_LISTEN: not offered"),
        told("unknown", RequestCode.GPU_SET_SOCKET, Payload.empty(), "request 33: not offered"));
  }

  private static Stream<Refusal> rings() {
    return Stream.of(
        told(
            "size of a ring that runs",
            RequestCode.SET_VRING_NUM,
            Payload.vringState(1, 8),
            "size 8 for ring 1, which runs; allowed after GET_VRING_BASE"),
        told(
            "base of a ring that runs",
            RequestCode.SET_VRING_BASE,
            Payload.vringState(1, 8),
            "for ring 1, which runs; allowed after GET_VRING_BASE"),
        told(
            "size of a ring too many",
            RequestCode.SET_VRING_NUM,
            Payload.vringState(9, 8),
            "ring 9; allowed are 0 to 3"),
        told(
            "size of 0",
            RequestCode.SET_VRING_NUM,
            Payload.vringState(3, 0),
            "ring 3 of 0 descriptors"),
        told(
            "base of a ring too many",
            RequestCode.SET_VRING_BASE,
            Payload.vringState(9, 8),
            "ring 9; allowed are 0 to 3"),
        told(
            "stop of a ring too many",
            RequestCode.GET_VRING_BASE,
            Payload.vringState(9, 0),
            "ring 9; allowed are 0 to 3"),
        told(
            "address of a ring too many",
            RequestCode.SET_VRING_ADDR,
            Payload.vringAddress(9, 0, 0, 0, 0, 0),
            "ring 9; allowed are 0 to 3"),
        told(
            "unknown flags",
            RequestCode.SET_VRING_ADDR,
            Payload.vringAddress(1, 2, 0, 0, 0, 0),
            "SET_VRING_ADDR"),
        told(
            "enabling a ring too many",
            RequestCode.SET_VRING_ENABLE,
            Payload.vringState(9, 1),
            "ring 9; allowed are 0 to 3"),
        told(
            "enabling by 2",
            RequestCode.SET_VRING_ENABLE,
            Payload.vringState(1, 2),
            "SET_VRING_ENABLE"));
  }

  /** For rings that run (0, 1), that were not spoken of (3), and that there are not (9). */
  private static Stream<Refusal> events() {
    String unsignalled = " descriptor that cannot be signalled: not open for writing, or nobody";
    return Stream.of(0, 1, 3)
        .flatMap(ring ->
            Stream.of(
                event(
                    RequestCode.SET_VRING_KICK,
                    ring,
                    f -> f.page.fd(),
                    "no eventfd, pipe or socket"),
                event(
                    RequestCode.SET_VRING_CALL,
                    ring,
                    f -> f.page.fd(),
                    "no eventfd, pipe or socket"),
                event(
                    RequestCode.SET_VRING_ERR,
                    ring,
                    f -> f.page.fd(),
                    "no eventfd, pipe or socket"),
                event(
                    RequestCode.SET_VRING_KICK,
                    ring,
                    f -> f.pipe[1].number(),
                    "a kick descriptor that is not open for reading"),
                event(
                    RequestCode.SET_VRING_CALL,
                    ring,
                    f -> f.pipe[0].number(),
                    "call" + unsignalled),
                event(
                    RequestCode.SET_VRING_CALL,
                    ring,
                    f -> f.unread[1].number(),
                    "call" + unsignalled),
                event(
                    RequestCode.SET_VRING_CALL, ring, f -> f.socket.number(), "call" + unsignalled),
                event(
                    RequestCode.SET_VRING_ERR, ring, f -> f.pipe[0].number(), "err" + unsignalled),
                event(
                    RequestCode.SET_VRING_ERR,
                    ring,
                    f -> f.unread[1].number(),
                    "err" + unsignalled),
                told(
                    "SET_VRING_CALL of ring " + ring + " without a descriptor",
                    RequestCode.SET_VRING_CALL,
                    Payload.u64(ring),
                    "with bit 8 clear and 0 file descriptors, allowed 1"),
                event(
                    RequestCode.SET_VRING_KICK, 9, f -> f.event.fd(), "ring 9; allowed are 0 to 3"),
                event(
                    RequestCode.SET_VRING_CALL, 9, f -> f.event.fd(), "ring 9; allowed are 0 to 3"),
                event(
                    RequestCode.SET_VRING_ERR,
                    9,
                    f -> f.event.fd(),
                    "ring 9; allowed are 0 to 3")));
  }

  private static Refusal event(RequestCode request, int ring, Descriptor descriptor, String said) {
    return told(request + " of ring " + ring, request, Payload.u64(ring), said, descriptor);
  }

  private static Stream<Refusal> memory() {
    return Stream.of(
        refused(
            "table of which the last file is short",
            (frontEnd, f) ->
                frontEnd.setMemTable(
                    List.of(f.nic.ram().regions().getFirst(), f.region(0, 8192, f.page))),
            "file of 4096 bytes to map, allowed from 8192"),
        refused(
            "region whose file is short",
            (frontEnd, f) -> frontEnd.addMemRegion(f.region(0, 8192, f.page)),
            "file of 4096 bytes to map, allowed from 8192"),
        refused(
            "region that overlaps",
            (frontEnd, f) ->
                frontEnd.addMemRegion(new GuestRegion(4096, 4096, FAR_USER, 0, f.page, null)),
            "overlaps another; allowed are regions that share no address"),
        refused(
            "removal of a region that is not there",
            (frontEnd, f) -> frontEnd.removeMemRegion(f.region(0, 4096, f.page)),
            "is not in the memory table; it cannot be removed"),
        new Refusal(
            "region beside one whose file was truncated",
            (frontEnd, f) -> {
              frontEnd.addMemRegion(f.region(0, REGION, f.one));
              f.one.truncate(0);
            },
            (frontEnd, f) -> frontEnd.addMemRegion(f.region(REGION, REGION, f.two)),
            "file of 0 bytes to map"),
        new Refusal(
            "removal of a region beside one whose file was truncated",
            (frontEnd, f) -> {
              frontEnd.addMemRegion(f.region(0, REGION, f.one));
              frontEnd.addMemRegion(f.region(REGION, REGION, f.two));
              f.two.truncate(0);
            },
            (frontEnd, f) -> frontEnd.removeMemRegion(f.region(0, REGION, f.one)),
            "file of 0 bytes to map"),
        told(
            "log that is not aligned",
            RequestCode.SET_LOG_BASE,
            Payload.log(1024, 4),
            "dirty log at offset 0x4; allowed are multiples of 8",
            f -> f.page.fd()),
        told(
            "log that is too large",
            RequestCode.SET_LOG_BASE,
            Payload.log(1L << 38, 0),
            "dirty log of 274877906944 bytes",
            f -> f.page.fd()),
        told(
            "log whose file is short",
            RequestCode.SET_LOG_BASE,
            Payload.log(8192, 0),
            "dirty log: file of 4096 bytes to map",
            f -> f.page.fd()),
        told(
            "log that is no file",
            RequestCode.SET_LOG_BASE,
            Payload.log(4096, 0),
            "dirty log: file of type",
            f -> f.event.fd()));
  }

  /** A kick descriptor starts a ring, which shows that something it was told before is wrong. */
  private static Stream<Refusal> starts() {
    return Stream.of(
        start("ring that is not aligned", 2, 8, "it must be a multiple of 16"),
        start("ring that is nowhere", 3, 1L << 41, "ring 3: front-end address"));
  }

  private static Refusal start(String name, int ring, long offset, String said) {
    return new Refusal(
        name,
        (frontEnd, f) -> {
          long base = f.nic.ram().regions().getFirst().userAddress() + offset;
          frontEnd.setVringEnable(ring, true); // one that is not is looked at when it is
          frontEnd.setVringNum(ring, 8);
          frontEnd.send(
              RequestCode.SET_VRING_ADDR,
              Payload.vringAddress(ring, 0, base + 0x1000, base + 0x3000, base + 0x2000, 0));
        },
        (frontEnd, f) -> frontEnd.setVringKick(ring, f.event),
        said);
  }

  @Override
  public void close() {
    page.close();
    one.close();
    two.close();
    event.close();
    Stream.of(pipe[0], pipe[1], unread[1], socket).forEach(Fd::close);
  }
}
