package io.ringfence.server.takeover;

import io.ringfence.server.os.Fd;
import io.ringfence.server.request.FdTable;
import io.ringfence.server.request.RefusedException;
import io.ringfence.server.takeover.Messages.Config;
import io.ringfence.server.takeover.Messages.Hello;
import io.ringfence.server.takeover.Messages.Nothing;
import io.ringfence.server.takeover.Messages.Places;
import io.ringfence.server.takeover.Messages.State;
import io.ringfence.server.takeover.Messages.Type;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The old process's side of one hand-over. Until START is in its socket the daemon can resume
 * unchanged, and does so after any failure.
 */
final class HandOver {
  private static final Logger LOG = LoggerFactory.getLogger(HandOver.class);

  private static final int HELLO_SECONDS = 10;
  private static final int PREPARE_SECONDS =
      60; // the new process starts its workers; everything continues
  private static final int COMMIT_SECONDS =
      10; // the new process maps memory; messages of front-ends wait
  private static final int START_SECONDS = 3; // frames wait
  private static final long PAUSE_MILLIS = 2_000;

  private final ServingState serving;
  private final Wire wire;
  private final Formats formats;
  private boolean shut;
  private boolean paused;
  private boolean stopped;

  /**
   * Prepares a hand-over.
   *
   * @param formats supported by this process
   */
  HandOver(ServingState serving, Wire wire, Formats formats) {
    this.serving = serving;
    this.wire = wire;
    this.formats = formats;
  }

  /** Hands over. Returns whether the other process serves now. */
  boolean run() {
    try {
      Hello hello = wire.receive(Type.HELLO, Hello.class, HELLO_SECONDS);
      int format = choose(hello.formats());
      LOG.info("hand-over begun to={} format={}", hello.pid(), format);
      var config = new Config(format, serving.config());
      wire.send(Type.CONFIG, config, List.of(), serving.kept().config());
      wire.receive(Type.PREPARE, Nothing.class, PREPARE_SECONDS);
      sendState();
      wire.receive(Type.COMMIT, Nothing.class, COMMIT_SECONDS);
      sendPlaces();
      wire.receive(Type.START, Nothing.class, START_SECONDS);
      LOG.info("handed over to={} sessions={}", hello.pid(), serving.frontEnds().all().size());
      return true;
    } catch (HandOverException | RefusedException | RuntimeException e) {
      LOG.warn("hand-over failed, serving on: {}", e.getMessage());
      wire.refuse(e.getMessage());
      resume();
      return false;
    } catch (InterruptedException e) {
      resume();
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private int choose(Formats others) throws HandOverException {
    return formats
        .highestCommon(others)
        .orElseThrow(() ->
            new HandOverException(
                ("the new process supports %s of the hand-over, the running daemon %s: "
                        + "none in common; take over with a version that supports one of the "
                        + "daemon's, or end the daemon and start anew")
                    .formatted(others, formats)));
  }

  private void sendState() throws HandOverException, RefusedException, InterruptedException {
    serving.endpoint().shut();
    shut = true;
    serving.frontEnds().pause(PAUSE_MILLIS);
    paused = true;
    var fds = new FdTable(); // of descriptors that this process keeps: not closed
    Integer listening = fds.put(serving.endpoint().socket());
    List<Integer> uplink = serving.uplink().descriptors().stream().map(fds::put).toList();
    var rehearsal = new Places(0, serving.frontEnds().places(), List.of());
    var state = new State(listening, uplink, serving.frontEnds().records(fds), rehearsal);
    List<Fd> all = fds.all();
    wire.send(Type.STATE, state, all, serving.kept().state());
  }

  private void sendPlaces() throws HandOverException {
    long now = System.nanoTime();
    stopped = true;
    serving.frontEnds().stopRings();
    wire.send(Type.PLACES, new Places(now, serving.frontEnds().places(), serving.uplink().ports()));
  }

  private void resume() {
    if (stopped) {
      serving.frontEnds().resumeRings();
    }
    if (paused) {
      serving.frontEnds().resume();
    }
    if (shut) {
      serving.endpoint().reopen();
    }
  }
}
