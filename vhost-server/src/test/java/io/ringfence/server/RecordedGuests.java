package io.ringfence.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ringfence.server.os.Fd;
import io.ringfence.server.os.Kernel;
import io.ringfence.testkit.guest.GuestNic;
import io.ringfence.testkit.guest.GuestNicOptions;
import io.ringfence.testkit.memory.DirtyLogFile;
import io.ringfence.testkit.memory.GuestRam;
import io.ringfence.testkit.memory.GuestRamBuilder;
import io.ringfence.testkit.ring.DriverQueue;
import io.ringfence.testkit.wire.SoftwareFrontEnd;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Guests such as a recorded hand-over had: their memory, rings and descriptors are real, and stand
 * where the recording has them. What is of the machine that recorded, such as paths, is replaced.
 */
final class RecordedGuests implements AutoCloseable {
  private static final int LOGGED = 1; // of VHOST_VRING_F
  private static final long PAGES_OF_A_BYTE = 8;
  private static final long PAGE = 4096;

  private final Path directory;
  private final Conversation conversation;
  private final Fd listening;
  private final List<Fd> uplink;
  private final List<Guest> guests = new ArrayList<>();

  /**
   * A guest.
   *
   * @param socket the back-end's end of its connection
   * @param log null where its memory is not logged
   */
  private record Guest(GuestNic nic, Fd socket, DirtyLogFile log) {}

  /**
   * Connects guests to a socket, where nobody serves them yet.
   *
   * @param directory where the socket is, as {@code s}
   * @param uplink descriptors of the uplink; they stay the caller's
   */
  RecordedGuests(Path directory, Conversation conversation, List<Fd> uplink) {
    this.directory = directory;
    this.conversation = conversation;
    this.uplink = uplink;
    listening = Kernel.listen(socketPath());
    JsonNode places = conversation.body(HandOverSocket.PLACES).path("sessions");
    int i = 0;
    for (JsonNode session : conversation.body(HandOverSocket.STATE).path("sessions")) {
      guests.add(connect(session, places.get(i++)));
    }
  }

  private Path socketPath() {
    return directory.resolve("s");
  }

  private Guest connect(JsonNode session, JsonNode places) {
    JsonNode device = session.path("device");
    long features = device.path("features").asLong();
    long protocolFeatures = session.path("protocolFeatures").asLong();
    SoftwareFrontEnd frontEnd = SoftwareFrontEnd.connect(socketPath().toString());
    Fd socket = Kernel.accept(listening);
    var backEnd = new ScriptedBackEnd(socket, features, protocolFeatures);
    try {
      GuestNic nic = options(device, places).protocolFeatures(protocolFeatures).start(frontEnd);
      nic.frontEnd().getFeatures(); // when this is answered, all before it was read
      return new Guest(nic, socket, log(device.path("log")));
    } finally {
      backEnd.stop();
    }
  }

  private static GuestNicOptions options(JsonNode device, JsonNode places) {
    int[] bases =
        StreamSupport.stream(places.spliterator(), false)
            .mapToInt(place -> place.path("base").asInt())
            .toArray();
    return GuestNic.options()
        .features(device.path("features").asLong())
        .ram(ram(device.path("regions")))
        .ringSize(device.path("rings").get(0).path("size").asInt())
        .bases(bases);
  }

  private static GuestRam ram(JsonNode regions) {
    GuestRamBuilder ram = GuestRam.builder();
    for (JsonNode region : regions) {
      ram.region(
          region.path("gpa").asLong(),
          region.path("size").asLong(),
          region.path("uva").asLong(),
          region.path("mmapOffset").asLong());
    }
    return ram.build();
  }

  private static DirtyLogFile log(JsonNode log) {
    long guestBytes = log.path("size").asLong() * PAGES_OF_A_BYTE * PAGE;
    return log.isObject() ? new DirtyLogFile(guestBytes, log.path("offset").asLong()) : null;
  }

  /** The guests, in the order of the recorded sessions. */
  List<GuestNic> nics() {
    return guests.stream().map(Guest::nic).toList();
  }

  /** What the old side of the recording says and hears, with descriptors of these guests. */
  List<PlayedPredecessor.Step> steps() {
    return conversation.with(this::ofThisRun).lines().stream().map(this::step).toList();
  }

  private PlayedPredecessor.Step step(Conversation.Line line) {
    List<Fd> fds = line.type() == HandOverSocket.STATE ? descriptors(line) : List.of();
    var message = new HandOverSocket.Message(line.type(), line.body(), fds);
    return new PlayedPredecessor.Step(line.isFromNew(), message);
  }

  private Conversation.Line ofThisRun(Conversation.Line line) {
    switch (line.type()) {
      case HandOverSocket.CONFIG -> {
        ObjectNode daemon = (ObjectNode) line.body().path("daemon");
        daemon.put("socketPath", socketPath().toString());
        daemon.put("admin", "unix:" + directory.resolve("a"));
      }
      case HandOverSocket.STATE -> replaceAddresses(line.body().path("sessions"));
      case HandOverSocket.PLACES -> replaceTime(line.body());
      default -> {}
    }
    return line;
  }

  /** Where a driver of today's testkit has its rings. */
  private void replaceAddresses(JsonNode sessions) {
    for (int i = 0; i < guests.size(); i++) {
      GuestNic nic = guests.get(i).nic();
      for (JsonNode ring : sessions.get(i).path("device").path("rings")) {
        DriverQueue queue = nic.vring(ring.path("index").asInt()).queue();
        ObjectNode address = (ObjectNode) ring.path("address");
        address.put("desc", nic.ram().userAddress(queue.descAddress()));
        address.put("used", nic.ram().userAddress(queue.usedAddress()));
        address.put("avail", nic.ram().userAddress(queue.availAddress()));
        if ((address.path("flags").asInt() & LOGGED) != 0) {
          address.put("log", queue.usedAddress());
        }
      }
    }
  }

  private static void replaceTime(ObjectNode places) {
    if (places.has("stoppedNanos")) {
      places.put("stoppedNanos", System.nanoTime());
    }
  }

  // ---- descriptors ----------------------------------------------------------------------------

  private List<Fd> descriptors(Conversation.Line line) {
    var fds = new Fd[line.fds().size()];
    JsonNode state = line.body();
    put(fds, state.path("listening"), listening.number());
    for (int i = 0; i < uplink.size(); i++) {
      put(fds, state.path("uplink").path(i), uplink.get(i).number());
    }
    for (int i = 0; i < guests.size(); i++) {
      put(fds, state.path("sessions").path(i), guests.get(i));
    }
    assertThat(Stream.of(fds).map(Conversation::kind)).as("descriptors").isEqualTo(line.fds());
    return List.of(fds);
  }

  private static void put(Fd[] fds, JsonNode session, Guest guest) {
    JsonNode device = session.path("device");
    put(fds, session.path("socket"), guest.socket().number());
    for (int i = 0; i < device.path("regions").size(); i++) {
      put(fds, device.path("regions").get(i).path("file"), guest.nic().ram().regions().get(i).fd());
    }
    if (guest.log() != null) {
      put(fds, device.path("log").path("file"), guest.log().fd());
    }
    for (JsonNode ring : device.path("rings")) {
      var vring = guest.nic().vring(ring.path("index").asInt());
      put(fds, ring.path("kick"), vring.kick().fd());
      put(fds, ring.path("call"), vring.call().fd());
      put(fds, ring.path("err"), vring.err().fd());
    }
  }

  private static void put(Fd[] fds, JsonNode place, int number) {
    if (place.isInt()) {
      fds[place.asInt()] = Fd.adopt(number).dup();
    }
  }

  @Override
  public void close() {
    for (Guest guest : guests) {
      guest.nic().close();
      guest.socket().close();
      if (guest.log() != null) {
        guest.log().close();
      }
    }
    listening.close();
  }
}
