package io.ringfence.server.takeover;

import io.ringfence.server.os.Fd;
import io.ringfence.server.session.Arrival;
import io.ringfence.server.session.Connector;
import io.ringfence.server.session.Door;
import io.ringfence.server.session.FdTable;
import io.ringfence.server.session.FrontEnds;
import io.ringfence.server.session.Listener;
import io.ringfence.server.session.ListeningSocket;
import io.ringfence.server.session.Offer;
import io.ringfence.server.session.OfferExtras;
import io.ringfence.server.session.RefusedException;
import io.ringfence.server.session.Visit;
import io.ringfence.server.takeover.Messages.Hello;
import io.ringfence.server.takeover.Messages.Nothing;
import io.ringfence.server.takeover.Messages.Places;
import io.ringfence.server.takeover.Messages.State;
import io.ringfence.server.takeover.Messages.Type;
import io.ringfence.server.uplink.Uplink;
import io.ringfence.server.uplink.Uplinks;
import io.ringfence.server.worker.Workers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The coming side of one hand-over. Until it has sent START it touches no ring. */
public final class TakeOver implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TakeOver.class);
  private static final int ANSWER_SECONDS = 15;

  private final Wire wire;
  private final ConfigRecord config;

  /**
   * Introduces this process to a running daemon, which serves on.
   *
   * @param path the socket at which the daemon expects it
   * @throws HandOverException where the daemon refuses
   * @throws IOException where nobody is there
   */
  public TakeOver(Path path) throws IOException, HandOverException {
    Arrival daemon = Arrival.connect(path);
    wire = new Wire(daemon.socket());
    try {
      if (daemon.uid() != Users.own()) {
        throw new HandOverException(
            "the daemon runs as user %d; allowed is %d, as this process does"
                .formatted(daemon.uid(), Users.own()));
      }
      wire.send(Type.HELLO, new Hello(Messages.FORMAT, ProcessHandle.current().pid()));
      config = wire.receive(Type.CONFIG, ConfigRecord.class, ANSWER_SECONDS);
    } catch (HandOverException | RuntimeException e) {
      wire.close();
      throw e;
    }
  }

  /** What the daemon runs by. */
  public ConfigRecord config() {
    return config;
  }

  /**
   * Takes everything over. When this returns, this process serves; where it throws, the daemon
   * serves on.
   *
   * @param workers in whose hands the rings come
   * @throws HandOverException where one side cannot go on
   */
  public Estate run(Workers workers) throws HandOverException {
    Estate estate = null;
    try {
      wire.send(Type.PREPARE, new Nothing());
      State state = wire.receive(Type.STATE, State.class, ANSWER_SECONDS);
      var visits = new ArrayList<Visit>();
      estate = prepare(state, wire.fds(), workers, visits);
      estate.frontEnds().place(state.rehearsal().sessions());
      wire.send(Type.COMMIT, new Nothing());
      Places places = wire.receive(Type.PLACES, Places.class, ANSWER_SECONDS);
      estate.frontEnds().place(places.sessions());
      estate.uplink().restore(places.ports());
      wire.send(Type.START, new Nothing());
      estate.frontEnds().resumeRings();
      long micros = (System.nanoTime() - places.stoppedNanos()) / 1000;
      estate.door().open(visits);
      LOG.info("took over from={} sessions={} stopped={}us", config.pid(), visits.size(), micros);
      return estate;
    } catch (HandOverException | IOException | RefusedException | RuntimeException e) {
      giveUp(estate, e);
      throw e instanceof HandOverException own ? own : new HandOverException(e.getMessage(), e);
    }
  }

  private Estate prepare(State state, FdTable fds, Workers workers, List<Visit> visits)
      throws HandOverException, RefusedException, IOException {
    var queues = new ArrayList<Fd>();
    for (Integer queue : state.uplink()) {
      queues.add(fds.take(queue));
    }
    Uplink uplink = Uplinks.takeOver(config.uplink(), config.pairs(), queues);
    Door door = null;
    try {
      var extras = new OfferExtras(config.guestAnnounce(), config.mtu(), config.orderPlatform());
      Offer offer = Offer.of(uplink.offloads(), config.pairs(), extras);
      var frontEnds = new FrontEnds(offer, uplink, workers);
      door = door(fds.take(state.listening()), frontEnds);
      visits.addAll(frontEnds.restore(state.sessions(), fds));
      return new Estate(config, uplink, frontEnds, door);
    } catch (HandOverException | RefusedException | IOException | RuntimeException e) {
      if (door != null) {
        door.abandon();
      }
      uplink.close();
      throw e;
    }
  }

  private Door door(Fd listening, FrontEnds frontEnds) throws HandOverException, IOException {
    Path path = Path.of(config.socketPath());
    if (config.client()) {
      return new Connector(path, frontEnds);
    }
    if (listening == null) {
      throw new HandOverException("no listening socket came");
    }
    return new Listener(path, ListeningSocket.of(path, listening), frontEnds);
  }

  private void giveUp(Estate estate, Exception why) {
    wire.refuse(why.getMessage());
    if (estate != null) {
      estate.frontEnds().discard();
      estate.door().abandon();
      estate.uplink().close();
    }
  }

  /** Waits, for some seconds, until the daemon has let go of everything. */
  public void awaitEnd() {
    wire.awaitEnd(ANSWER_SECONDS);
  }

  /** Tells the daemon why it is not taken over after all. */
  public void refuse(String why) {
    wire.refuse(why);
  }

  @Override
  public void close() {
    wire.close();
  }
}
