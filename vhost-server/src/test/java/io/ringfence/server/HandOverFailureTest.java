package io.ringfence.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringfence.ring.BarrierPolicy;
import io.ringfence.server.takeover.HandOverException;
import io.ringfence.testkit.Await;
import io.ringfence.testkit.guest.GuestNic;
import io.ringfence.testkit.net.Features;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A process that is to take over fails at each step: the daemon serves on, and says why. */
class HandOverFailureTest {
  private static final int FRAMES = 3_000;
  private static final String HELLO = "{\"formats\":{\"lowest\":1,\"highest\":1},\"pid\":1}";

  private final LogLines log = LogLines.of("io.ringfence.server");
  private final RunningDaemon daemon = RunningDaemon.with("loopback");
  private final GuestNic nic =
      GuestNic.options().with(Features.RING_PACKED).connect(daemon.socket());

  @AfterEach
  void close() {
    nic.close();
    daemon.close();
    log.close();
  }

  private RawSuccessor successor() throws Exception {
    return new RawSuccessor(daemon.daemon().expectSuccessor());
  }

  private static RawSuccessor toState(RawSuccessor successor) {
    successor.send(RawSuccessor.HELLO, HELLO).expect(RawSuccessor.CONFIG);
    successor.send(RawSuccessor.PREPARE, "{}").expect(RawSuccessor.STATE);
    return successor;
  }

  private static RawSuccessor toPlaces(RawSuccessor successor) {
    toState(successor).send(RawSuccessor.COMMIT, "{}").expect(RawSuccessor.PLACES);
    return successor;
  }

  private static Stream<Arguments> failures() {
    String gone = "the other process ended, or did not answer in time; expected %s";
    return Stream.of(
        failure("says nothing", s -> {}, gone.formatted("HELLO")),
        failure(
            "is of another format",
            s ->
                s.send(0, HELLO.replace("1}", "2}").replace("t\":1", "t\":2"))
                    .expect(RawSuccessor.REFUSAL),
            "the new process supports format 2 of the hand-over, the running daemon format 1: none"),
        failure("is not ours", s -> s.send(0, "GET / HTTP/1.1"), "HELLO: Unrecognized token 'GET'"),
        failure(
            "leaves out a field",
            s -> s.send(0, "{\"pid\":1}"),
            "HELLO: formats is missing and has no default"),
        failure(
            "has a number that is null",
            s -> s.send(0, HELLO.replace("1}", "null}")),
            "HELLO: formats.highest is missing and has no default"),
        failure(
            "has text for a record",
            s -> s.send(0, "{\"formats\":\"1\"}"),
            "HELLO: Cannot construct instance of"),
        failure(
            "sends nothing as null",
            s -> s.send(0, "null"),
            "HELLO: a JSON null; allowed is an object"),
        failure(
            "sends a type unknown",
            s -> s.sendHeader(99, 0, 2),
            "message of type 99; allowed are HELLO 0, CONFIG 1, PREPARE 2, STATE 3"),
        failure(
            "sends a negative length",
            s -> s.sendHeader(RawSuccessor.HELLO, 0, -1),
            "HELLO of -1 bytes more; allowed are frames of 65536"),
        failure(
            "ends within a frame",
            s -> s.sendHeader(RawSuccessor.HELLO, 0, 100).sendBytes(new byte[10]),
            "HELLO: end of file after 10 of 100 payload bytes"),
        failure(
            "ends before it is ready",
            s -> s.send(RawSuccessor.HELLO, HELLO).expect(RawSuccessor.CONFIG),
            gone.formatted("PREPARE")),
        failure(
            "does not want the configuration",
            s -> {
              s.send(RawSuccessor.HELLO, HELLO).expect(RawSuccessor.CONFIG);
              s.send(RawSuccessor.REFUSAL, "{\"why\":\"--queues 4\"}");
            },
            "--queues 4"),
        failure(
            "leaves a step out",
            s -> {
              s.send(RawSuccessor.HELLO, HELLO).expect(RawSuccessor.CONFIG);
              s.send(RawSuccessor.COMMIT, "{}");
            },
            "received COMMIT, expected PREPARE"),
        failure("ends with the state", HandOverFailureTest::toState, gone.formatted("COMMIT")),
        failure(
            "cannot map the memory",
            s -> toState(s).send(RawSuccessor.REFUSAL, "{\"why\":\"mmap: ENOMEM\"}"),
            "mmap: ENOMEM"),
        failure("ends with the places", HandOverFailureTest::toPlaces, gone.formatted("START")),
        failure(
            "cannot use the places",
            s -> toPlaces(s).send(RawSuccessor.REFUSAL, "{\"why\":\"no such ring\"}"),
            "no such ring"),
        failure(
            "garbles the last word", s -> toPlaces(s).send(6, "garbled"), "START: Unrecognized"));
  }

  private static Arguments failure(String what, Consumer<RawSuccessor> steps, String said) {
    return Arguments.of(what, steps, said);
  }

  @ParameterizedTest(name = "that {0}")
  @MethodSource("failures")
  void theDaemonServesOn(String what, Consumer<RawSuccessor> steps, String said) throws Exception {
    var load = new LoopbackTraffic(nic, 1);
    var traffic = CompletableFuture.runAsync(() -> load.run(FRAMES));
    try (RawSuccessor successor = successor()) {
      steps.accept(successor);
    }
    log.assertSaid("hand-over failed, serving on: " + said);
    traffic.join();
    new LoopbackTraffic(nic, 2).run(FRAMES);
    assertThat(nic.frontEnd().getFeatures()).as("the session answers").isNotZero();
    daemon.restart(); // and the next one may come
    new LoopbackTraffic(nic, 3).run(FRAMES);
  }

  /** It neither goes on nor ends: the daemon does not wait for ever, and takes no late answer. */
  @Test
  void whoIsTooLateDoesNotTakeOver() throws Exception {
    var load = new LoopbackTraffic(nic, 1);
    var traffic = CompletableFuture.runAsync(() -> load.run(FRAMES));
    try (RawSuccessor successor = successor()) {
      toPlaces(successor);
      log.assertSaid("hand-over failed, serving on: the other process ended, or did not answer");
      assertThatThrownBy(() -> successor.send(6, "{}")).hasMessageContaining("Broken pipe");
    }
    traffic.join();
  }

  @Test
  void oneAtATimeAndNoSwapMeanwhile() throws Exception {
    try (RawSuccessor successor = successor()) {
      assertThatThrownBy(() -> daemon.daemon().expectSuccessor())
          .isInstanceOf(HandOverException.class)
          .hasMessage("a hand-over is already under way; wait for its end");
      assertThatThrownBy(() -> daemon.daemon().swap(BarrierPolicy.parse("smp")))
          .hasMessage("a hand-over is under way; wait for its end");
      toState(successor);
    }
    log.assertSaid("hand-over failed");
  }

  /** Half a header: nobody knows whether the rest will come, and where it ends. */
  @Test
  void aFrontEndInTheMiddleOfAMessageHoldsItUp() throws Exception {
    nic.frontEnd().getFeatures(); // so that no earlier message is being read
    nic.frontEnd().socket().sendBytes(new byte[] {1, 0, 0, 0});
    Await.until(
        "the session to begin to read",
        5_000,
        HandOverFailureTest::sessionReads,
        () -> "it waits for a message");
    try (RawSuccessor successor = successor()) {
      successor.send(RawSuccessor.HELLO, HELLO).expect(RawSuccessor.CONFIG);
      successor.send(RawSuccessor.PREPARE, "{}");
      assertThat(successor.expect(RawSuccessor.REFUSAL).path("why").asText())
          .isEqualTo("front-end of session 1 is within one message for more than 2000 ms");
    }
    nic.frontEnd().socket().sendBytes(new byte[] {1, 0, 0, 0, 0, 0, 0, 0});
    assertThat(nic.frontEnd().socket().read(5_000)).isNotNull();
    new LoopbackTraffic(nic, 1).run(FRAMES);
  }

  private static boolean sessionReads() {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(thread -> thread.getKey().getName().equals("front-end"))
        .flatMap(thread -> Stream.of(thread.getValue()))
        .anyMatch(frame -> frame.getMethodName().equals("readHeader"));
  }
}
