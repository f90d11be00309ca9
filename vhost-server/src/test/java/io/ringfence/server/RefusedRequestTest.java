package io.ringfence.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringfence.server.Refusals.Refusal;
import io.ringfence.server.worker.WorkerMode;
import io.ringfence.testkit.guest.GuestNic;
import io.ringfence.testkit.memory.DirtyLogFile;
import io.ringfence.testkit.net.Features;
import io.ringfence.testkit.wire.Acks;
import io.ringfence.testkit.wire.Refused;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A request that is refused, for whatever reason, leaves everything as it was. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class RefusedRequestTest {
  private static final long EVERY = -1L;
  private static final long LOG_BYTES = 64L << 20;
  private static final LogLines LOG = LogLines.of("io.ringfence.server");
  private static final RunningDaemon DAEMON =
      RunningDaemon.with("loopback", "auto", WorkerMode.EVENTFD, 2);

  @AfterAll
  static void end() {
    DAEMON.close();
    LOG.close();
  }

  private static Stream<Refusal> refusals() {
    return Refusals.all();
  }

  private static GuestNic guest(long format) {
    return GuestNic.options()
        .with(format | Features.LOG_ALL)
        .protocolFeatures(EVERY)
        .acks(Acks.ALWAYS)
        .connect(DAEMON.socket());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refusals")
  void changesNothing(Refusal refusal) {
    var fds = new OpenFds();
    for (long format : new long[] {0, Features.RING_PACKED}) {
      try (GuestNic nic = guest(format);
          DirtyLogFile log = new DirtyLogFile(LOG_BYTES, 0);
          var material = new Refusals(nic)) {
        nic.guest().startLogging(log);
        new LoopbackTraffic(nic, 1).run(20);
        refusal.before().accept(nic.frontEnd(), material);
        List<String> before = SessionState.of(DAEMON, 1);
        for (int i = 0; i < 3; i++) {
          assertThatThrownBy(() -> refusal.request().accept(nic.frontEnd(), material))
              .isInstanceOf(Refused.class);
          assertThat(SessionState.of(DAEMON, 1)).isEqualTo(before);
        }
        LOG.assertSaid(refusal.said());
        new LoopbackTraffic(nic, 2).run(300);
      }
    }
    fds.assertLevel();
  }

  /** The session ends, since nobody would know of the refusal; others do not notice. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("refusals")
  void withoutAcknowledgementsItEndsItsSessionAlone(Refusal refusal) {
    if (refusal.name().equals("unknown")) {
      return; // such a request is ignored
    }
    try (GuestNic other = guest(0)) {
      new LoopbackTraffic(other, 1).run(20);
      List<String> before = SessionState.of(DAEMON, 1);
      try (GuestNic nic = guest(0);
          var material = new Refusals(nic)) {
        refusal.before().accept(nic.frontEnd(), material);
        nic.frontEnd().acks(Acks.NEVER);
        try {
          refusal.request().accept(nic.frontEnd(), material);
        } catch (RuntimeException e) { // of a request that has a reply
          assertThat(e).hasMessageContaining("the back-end closed the connection");
        }
        nic.frontEnd().socket().awaitEnd(5_000);
      }
      assertThat(SessionState.of(DAEMON, 1)).isEqualTo(before);
      new LoopbackTraffic(other, 2).run(100);
    }
  }
}
