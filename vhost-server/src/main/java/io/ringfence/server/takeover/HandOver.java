package io.ringfence.server.takeover;

import io.ringfence.server.os.Fd;
import io.ringfence.server.session.FdTable;
import io.ringfence.server.session.RefusedException;
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
 * The leaving side of one hand-over. Until START is in its socket the daemon can go on as if
 * nothing had been, and does so wherever something fails.
 */
final class HandOver {
  private static final Logger LOG = LoggerFactory.getLogger(HandOver.class);

  private static final int HELLO_SECONDS = 10;
  private static final int PREPARE_SECONDS = 60; // the other one starts its workers; all goes on
  private static final int COMMIT_SECONDS = 10; // it maps memory; messages of front-ends wait
  private static final int START_SECONDS = 3; // frames wait
  private static final long STILL_MILLIS = 2_000;

  private final Estate estate;
  private final Wire wire;
  private final Formats formats;
  private boolean shut;
  private boolean still;
  private boolean stopped;

  /**
   * A hand-over that has not begun.
   *
   * @param formats those that this process speaks
   */
  HandOver(Estate estate, Wire wire, Formats formats) {
    this.estate = estate;
    this.wire = wire;
    this.formats = formats;
  }

  /** Hands over; says whether the other process serves now. */
  boolean run() {
    try {
      Hello hello = wire.receive(Type.HELLO, Hello.class, HELLO_SECONDS);
      int format = choose(hello.formats());
      LOG.info("hand-over begun to={} format={}", hello.pid(), format);
      var config = new Config(format, estate.config());
      wire.send(Type.CONFIG, config, List.of(), estate.kept().config());
      wire.receive(Type.PREPARE, Nothing.class, PREPARE_SECONDS);
      sendState();
      wire.receive(Type.COMMIT, Nothing.class, COMMIT_SECONDS);
      sendPlaces();
      wire.receive(Type.START, Nothing.class, START_SECONDS);
      LOG.info("handed over to={} sessions={}", hello.pid(), estate.frontEnds().all().size());
      return true;
    } catch (HandOverException | RefusedException | RuntimeException e) {
      LOG.warn("hand-over failed, serving on: {}", e.getMessage());
      wire.refuse(e.getMessage());
      goOn();
      return false;
    } catch (InterruptedException e) {
      goOn();
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private int choose(Formats others) throws HandOverException {
    return formats
        .highestCommon(others)
        .orElseThrow(() ->
            new HandOverException(
                ("the new process speaks %s of the hand-over, the running daemon %s: none in"
                        + " common; take over with a version that speaks one of the daemon's,"
                        + " or end the daemon and start anew")
                    .formatted(others, formats)));
  }

  private void sendState() throws HandOverException, RefusedException, InterruptedException {
    estate.door().shut();
    shut = true;
    estate.frontEnds().still(STILL_MILLIS);
    still = true;
    var fds = new FdTable(); // of descriptors that stay ours: not closed
    Integer listening = fds.put(estate.door().socket());
    List<Integer> uplink = estate.uplink().descriptors().stream().map(fds::put).toList();
    var rehearsal = new Places(0, estate.frontEnds().places(), List.of());
    var state = new State(listening, uplink, estate.frontEnds().records(fds), rehearsal);
    List<Fd> all = fds.all();
    wire.send(Type.STATE, state, all, estate.kept().state());
  }

  private void sendPlaces() throws HandOverException {
    long now = System.nanoTime();
    stopped = true;
    estate.frontEnds().stopRings();
    wire.send(Type.PLACES, new Places(now, estate.frontEnds().places(), estate.uplink().ports()));
  }

  private void goOn() {
    if (stopped) {
      estate.frontEnds().resumeRings();
    }
    if (still) {
      estate.frontEnds().goOn();
    }
    if (shut) {
      estate.door().reopen();
    }
  }
}
