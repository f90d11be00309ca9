package io.ringfence.server.takeover;

import io.ringfence.server.device.Offer;
import io.ringfence.server.device.OfferExtras;
import io.ringfence.server.os.Fd;
import io.ringfence.server.request.FdTable;
import io.ringfence.server.request.RefusedException;
import io.ringfence.server.session.Connector;
import io.ringfence.server.session.Endpoint;
import io.ringfence.server.session.FrontEnds;
import io.ringfence.server.session.Listener;
import io.ringfence.server.session.ListeningSocket;
import io.ringfence.server.session.PeerConnection;
import io.ringfence.server.session.Session;
import io.ringfence.server.takeover.Messages.Config;
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

/** The new process's side of one hand-over. It accesses no ring before it has sent START. */
public final class TakeOver implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TakeOver.class);
  private static final int ANSWER_SECONDS = 15;

  private final Wire wire;
  private final Formats formats;
  private final ConfigRecord config;
  private final String unknownOfConfig; // passed on; null if there is none

  /**
   * Introduces this process to a running daemon, which continues to serve.
   *
   * @param path the socket at which the daemon expects it
   * @param formats supported by this process
   * @throws HandOverException if the daemon refuses
   * @throws IOException if no daemon is there
   */
  public TakeOver(Path path, Formats formats) throws IOException, HandOverException {
    this.formats = formats;
    PeerConnection daemon = PeerConnection.connect(path);
    wire = new Wire(daemon.socket());
    try {
      if (daemon.uid() != Users.own()) {
        throw new HandOverException(
            "the daemon runs as user %d; allowed is %d, as this process does"
                .formatted(daemon.uid(), Users.own()));
      }
      wire.send(Type.HELLO, new Hello(formats, ProcessHandle.current().pid()));
      Config answer = wire.receive(Type.CONFIG, Config.class, ANSWER_SECONDS);
      checkFormat(answer.format());
      config = answer.daemon();
      unknownOfConfig = wire.unknown();
    } catch (HandOverException | RuntimeException e) {
      wire.refuse(e.getMessage());
      wire.close();
      throw e;
    }
  }

  private void checkFormat(int chosen) throws HandOverException {
    if (!formats.includes(chosen)) {
      throw new HandOverException(
          ("the running daemon chose format %d of the hand-over; allowed is %s, "
                  + "as this process supports")
              .formatted(chosen, formats));
    }
  }

  /** Returns the formats that this process supports. */
  public Formats formats() {
    return formats;
  }

  /** Returns the daemon's configuration. */
  public ConfigRecord config() {
    return config;
  }

  /**
   * Takes everything over. On return, this process serves; on an exception, the daemon continues to
   * serve.
   *
   * @param workers that serve the rings
   * @param uplinks the kinds of uplinks that this process supports
   * @throws HandOverException if one side cannot continue
   */
  public ServingState run(Workers workers, Uplinks uplinks) throws HandOverException {
    ServingState serving = null;
    try {
      wire.send(Type.PREPARE, new Nothing());
      State state = wire.receive(Type.STATE, State.class, ANSWER_SECONDS);
      var sessions = new ArrayList<Session>();
      Uplink uplink = takeOverUplink(state, wire.fds(), uplinks);
      serving = prepare(state, wire.fds(), uplink, workers, sessions);
      rehearse(state, serving);
      wire.send(Type.COMMIT, new Nothing());
      Places places = wire.receive(Type.PLACES, Places.class, ANSWER_SECONDS);
      serving.frontEnds().place(places.sessions());
      restorePorts(state, places, serving.uplink());
      wire.send(Type.START, new Nothing());
      serving.frontEnds().resumeRings();
      long stopped = places.stoppedNanos();
      String micros = stopped == 0 ? "unknown" : (System.nanoTime() - stopped) / 1000 + "us";
      serving.endpoint().open(sessions);
      LOG.info("took over from={} sessions={} stopped={}", config.pid(), sessions.size(), micros);
      return serving;
    } catch (HandOverException | IOException | RefusedException | RuntimeException e) {
      giveUp(serving, e);
      throw e instanceof HandOverException own ? own : new HandOverException(e.getMessage(), e);
    }
  }

  private static void rehearse(State state, ServingState serving) throws RefusedException {
    if (state.rehearsal() != null) {
      serving.frontEnds().place(state.rehearsal().sessions());
    }
  }

  private static void restorePorts(State state, Places places, Uplink uplink)
      throws HandOverException {
    if (places.ports().size() != state.uplink().size()) {
      throw new HandOverException(
          "PLACES: ports of %d queues; allowed are %d, as descriptors came"
              .formatted(places.ports().size(), state.uplink().size()));
    }
    uplink.restore(places.ports());
  }

  private Uplink takeOverUplink(State state, FdTable fds, Uplinks uplinks) throws RefusedException {
    var queues = new ArrayList<Fd>();
    for (Integer queue : state.uplink()) {
      queues.add(fds.take(queue));
    }
    return uplinks.takeOver(config.uplink(), config.pairs(), queues);
  }

  /** Closes the uplink on failure. */
  private ServingState prepare(
      State state, FdTable fds, Uplink uplink, Workers workers, List<Session> sessions)
      throws HandOverException, RefusedException, IOException {
    Endpoint endpoint = null;
    try {
      var extras = new OfferExtras(config.guestAnnounce(), config.mtu(), config.orderPlatform());
      Offer offer = Offer.of(uplink.offloads(), config.pairs(), extras);
      var frontEnds = new FrontEnds(offer, uplink, workers);
      endpoint = endpoint(fds.take(state.listening()), frontEnds);
      sessions.addAll(frontEnds.restore(state.sessions(), fds));
      var kept = new Kept(unknownOfConfig, wire.unknown());
      return new ServingState(config, uplink, frontEnds, endpoint, kept);
    } catch (HandOverException | RefusedException | IOException | RuntimeException e) {
      if (endpoint != null) {
        endpoint.abandon();
      }
      uplink.close();
      throw e;
    }
  }

  private Endpoint endpoint(Fd listening, FrontEnds frontEnds)
      throws HandOverException, IOException {
    Path path = Path.of(config.socketPath());
    if (config.client()) {
      return new Connector(path, frontEnds);
    }
    if (listening == null) {
      throw new HandOverException("STATE: listening is missing; needed without --client");
    }
    return new Listener(path, ListeningSocket.of(path, listening), frontEnds);
  }

  private void giveUp(ServingState serving, Exception why) {
    wire.refuse(why.getMessage());
    if (serving != null) {
      serving.frontEnds().discard();
      serving.endpoint().abandon();
      serving.uplink().close();
    }
  }

  /** Waits up to some seconds until the daemon has released everything. */
  public void awaitEnd() {
    wire.awaitEnd(ANSWER_SECONDS);
  }

  /** Sends the daemon the reason why it is not taken over. */
  public void refuse(String why) {
    wire.refuse(why);
  }

  @Override
  public void close() {
    wire.close();
  }
}
