package io.ringfence.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringfence.server.hostile.OddFds;
import io.ringfence.server.worker.WorkerMode;
import io.ringfence.testkit.guest.GuestNic;
import io.ringfence.testkit.net.Features;
import io.ringfence.testkit.property.Property;
import io.ringfence.testkit.wire.RequestCode;
import io.ringfence.testkit.wire.SoftwareFrontEnd;
import io.ringfence.testkit.wire.VhostSocket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Requests of every kind with payloads and descriptors at random, to a session that runs, has
 * stopped or has not begun: where one is refused, the state is what it was.
 */
class RefusedRequestPropertyTest {
  private static final int REQUESTS = 40;
  private static final long EVERY = -1L;
  private static final int[] COUNTS = {0, 0, 0, 1, 1, 1, 1, 2, 8};
  private static final int[] WORDS = {0, 1, 1, 1, 2, 5, 5, 9}; // of 8 bytes, as payloads have
  private static final long[] NUMBERS = {
    0, 0, 1, 2, 3, 4, 8, 100, 256, 4096, 1 << 20, 1L << 40, -1
  };

  private static LogLines log;
  private static RunningDaemon daemon;
  private static final Map<RequestCode, Integer> REFUSED = new EnumMap<>(RequestCode.class);

  @BeforeAll
  static void start() {
    log = LogLines.of("io.ringfence.server");
    daemon = RunningDaemon.with("loopback", "auto", WorkerMode.EVENTFD, 2);
  }

  @AfterAll
  static void end() {
    daemon.close();
    log.close();
    assertThat(REFUSED.keySet())
        .as("requests that were refused at least once")
        .contains(
            RequestCode.SET_FEATURES,
            RequestCode.SET_MEM_TABLE,
            RequestCode.SET_LOG_BASE,
            RequestCode.SET_VRING_NUM,
            RequestCode.SET_VRING_BASE,
            RequestCode.SET_VRING_ADDR,
            RequestCode.GET_VRING_BASE,
            RequestCode.SET_VRING_KICK,
            RequestCode.SET_VRING_CALL,
            RequestCode.SET_VRING_ERR,
            RequestCode.SET_VRING_ENABLE,
            RequestCode.ADD_MEM_REG,
            RequestCode.REM_MEM_REG,
            RequestCode.RESET_DEVICE,
            RequestCode.SET_STATUS);
  }

  @Test
  void whatIsRefusedLeavesTheStateAsItWas() {
    Property.holds(60, draw -> sendRandomRequests(new Random(draw.anyLong())));
  }

  private static void sendRandomRequests(Random random) {
    var fds = new OpenFds();
    try (var odd = new OddFds()) {
      begin(
          random,
          frontEnd -> {
            for (int i = 0; i < REQUESTS; i++) {
              request(frontEnd, random, odd);
            }
          });
    }
    fds.assertLevel();
  }

  private static void begin(Random random, Consumer<SoftwareFrontEnd> requests) {
    if (random.nextInt(4) == 0) {
      try (SoftwareFrontEnd frontEnd = SoftwareFrontEnd.connect(daemon.socket())) {
        frontEnd.setProtocolFeatures(EVERY & frontEnd.getProtocolFeatures());
        frontEnd.getFeatures();
        requests.accept(frontEnd);
      }
      return;
    }
    long format = random.nextBoolean() ? Features.RING_PACKED : 0;
    try (GuestNic nic =
        GuestNic.options().with(format).protocolFeatures(EVERY).connect(daemon.socket())) {
      if (random.nextInt(3) == 0) {
        nic.guest().stop();
      }
      nic.frontEnd().getFeatures();
      requests.accept(nic.frontEnd());
    }
  }

  private static void request(SoftwareFrontEnd frontEnd, Random random, OddFds odd) {
    RequestCode request = RequestCode.values()[random.nextInt(RequestCode.values().length)];
    if (request == RequestCode.SET_PROTOCOL_FEATURES) {
      return; // without REPLY_ACK nothing is told
    }
    byte[] payload = payload(random);
    int[] fds = odd.draw(random, COUNTS[random.nextInt(COUNTS.length)]);
    List<String> before = SessionState.of(daemon, 1);
    long refusals = refusals();
    frontEnd
        .socket()
        .send(request.code(), VhostSocket.VERSION | VhostSocket.NEED_REPLY, payload, fds);
    frontEnd.socket().read(SoftwareFrontEnd.TIMEOUT_MILLIS);
    if (refusals() > refusals) {
      REFUSED.merge(request, 1, Integer::sum);
      assertThat(SessionState.of(daemon, 1)).as("%s was refused", request).isEqualTo(before);
    }
  }

  private static long refusals() {
    return log.all().stream().filter(line -> line.startsWith("WARN request refused")).count();
  }

  /** Of numbers that are often right in their place. */
  private static byte[] payload(Random random) {
    int words = WORDS[random.nextInt(WORDS.length)];
    ByteBuffer bytes = ByteBuffer.allocate(8 * words).order(ByteOrder.nativeOrder());
    for (int i = 0; i < words; i++) {
      if (random.nextInt(3) == 0) {
        bytes.putLong(NUMBERS[random.nextInt(NUMBERS.length)]);
      } else {
        bytes.putInt(random.nextInt(5)).putInt((int) NUMBERS[random.nextInt(NUMBERS.length)]);
      }
    }
    return bytes.array();
  }
}
