package io.ringfence.server.session;

import io.ringfence.server.device.Device;
import io.ringfence.server.device.Offer;
import io.ringfence.server.device.RingPlace;
import io.ringfence.server.os.EventFd;
import io.ringfence.server.os.Fd;
import io.ringfence.server.request.FdTable;
import io.ringfence.server.request.RefusedException;
import io.ringfence.server.uplink.Uplink;
import io.ringfence.server.worker.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The connected front-ends: a session for each, and never more than the uplink serves. */
public final class FrontEnds {
  private static final Logger LOG = LoggerFactory.getLogger(FrontEnds.class);

  private static final long DISMISS_SECONDS = 10;
  private static final int MOST_NAMED = 3; // in a line of the log

  private final Offer offer;
  private final Uplink uplink;
  private final Workers workers;
  private final Semaphore places;
  private final AtomicInteger lastId = new AtomicInteger();
  private final Map<Integer, Session> sessions = new ConcurrentSkipListMap<>();
  private final EventFd attention = EventFd.create(); // of sessions that wait for a message
  private volatile Runnable placeFreed = () -> {};

  /** Front-ends that are offered the same device. */
  public FrontEnds(Offer offer, Uplink uplink, Workers workers) {
    this.offer = offer;
    this.uplink = uplink;
    this.workers = workers;
    places = new Semaphore(uplink.mostSessions());
  }

  /** Those that are connected now. */
  public List<FrontEnd> all() {
    return sessions.values().stream().map(Session::frontEnd).toList();
  }

  /** Takes a place for another front-end; false if the uplink has none. */
  boolean takePlace() {
    return places.tryAcquire();
  }

  /** Gives a place back. */
  void freePlace() {
    places.release();
    placeFreed.run();
  }

  /** Names an action for whenever a place becomes free; it may run on any thread. */
  void whenPlaceFrees(Runnable action) {
    placeFreed = action;
  }

  /** For people: who has the places. */
  String holders() {
    String named =
        sessions.values().stream()
            .limit(MOST_NAMED)
            .map(Session::frontEnd)
            .map(one -> "session=%d pid=%d".formatted(one.id(), one.peer()))
            .collect(Collectors.joining(", "));
    int more = sessions.size() - MOST_NAMED;
    return "uplink %s serves %d at a time, now %s%s; end one of these, or start another daemon"
        .formatted(
            uplink.spec(),
            uplink.mostSessions(),
            named,
            more > 0 ? " and %d more".formatted(more) : "");
  }

  /**
   * Takes a front-end in, in a place that was taken for it. The session, which is to be run, gives
   * the place back.
   */
  Session admit(PeerConnection arrival) {
    int id = lastId.incrementAndGet();
    var device = new Device("s" + id, offer.pairs(), uplink, workers);
    var frontEnd = new FrontEnd(id, arrival.pid(), device);
    LOG.info(
        "front-end connected session={} pid={} uid={} gid={}",
        id,
        arrival.pid(),
        arrival.uid(),
        arrival.gid());
    return session(frontEnd, arrival.socket(), new RequestExecutor(id, offer, device));
  }

  private Session session(FrontEnd frontEnd, Fd socket, RequestExecutor requests) {
    var session = new Session(frontEnd, socket, requests, attention, this::end);
    sessions.put(frontEnd.id(), session);
    return session;
  }

  /** Last: who sees it gone may count on its descriptors being closed. */
  private void end(Session session) {
    sessions.remove(session.frontEnd().id());
    freePlace();
  }

  /** Ends all connections, and waits until their sessions have stopped their rings. */
  public void dismissAll() {
    sessions.values().forEach(Session::dismiss);
    awaitEnds();
  }

  /** Nobody can come in any more. */
  private void awaitEnds() {
    try {
      if (places.tryAcquire(uplink.mostSessions(), DISMISS_SECONDS, TimeUnit.SECONDS)) {
        attention.close();
      } else {
        LOG.error("front-ends did not leave within {} s", DISMISS_SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  // ---- for a hand-over, by the process that leaves --------------------------------------------

  /**
   * Has every session stand still between two messages, while its rings go on. Nobody may come in
   * meanwhile.
   *
   * @throws RefusedException where one does not come to stand in time; all go on then
   */
  public void still(long millis) throws RefusedException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    sessions.values().forEach(Session::still);
    attention.signal();
    for (Session session : sessions.values()) {
      if (!session.awaitStill(deadline)) {
        goOn();
        throw new RefusedException(
            "front-end of session %d is in the middle of a message for more than %d ms"
                .formatted(session.frontEnd().id(), millis));
      }
    }
  }

  /** Writes down the sessions, which stand still. */
  public List<SessionRecord> records(FdTable fds) {
    return present().stream().map(session -> session.record(fds)).toList();
  }

  private List<Session> present() {
    return sessions.values().stream().filter(session -> !session.hasEnded()).toList();
  }

  /** Where rings stand, session by session; of those that run, roughly. */
  public List<List<RingPlace>> places() {
    return present().stream().map(Session::places).toList();
  }

  /** Stops all rings between two bursts; {@link #places} tells where. */
  public void stopRings() {
    present().forEach(Session::stopRings);
  }

  /** Lets rings that were stopped go on where they were. */
  public void resumeRings() {
    present().forEach(Session::resumeRings);
  }

  /** Undoes {@link #still}. */
  public void goOn() {
    attention.drain();
    sessions.values().forEach(Session::goOn);
  }

  /**
   * After {@link #still}: leaves all front-ends to another process; returns when nothing of them is
   * held any more.
   */
  public void leave() {
    sessions.values().forEach(Session::leave);
    awaitEnds();
  }

  // ---- and by the process that comes ----------------------------------------------------------

  /**
   * Takes sessions in that were written down. Their rings do not run yet.
   *
   * @throws RefusedException where that cannot be done; nothing of them is held then
   */
  public List<Session> restore(List<SessionRecord> records, FdTable fds) throws RefusedException {
    var restored = new ArrayList<Session>();
    try {
      for (SessionRecord record : records) {
        restored.add(restore(record, fds));
      }
      return restored;
    } catch (RefusedException | RuntimeException e) {
      discard();
      throw e;
    }
  }

  /**
   * Makes the rings of all sessions ready to go on at these places; {@link #resumeRings} has them
   * go on. May be called more than once until then.
   *
   * @param places as {@link #places} told them
   * @throws RefusedException where they do not fit the sessions
   */
  public void place(List<List<RingPlace>> places) throws RefusedException {
    if (places.size() != sessions.size()) {
      throw new RefusedException(
          "places of %d sessions; allowed are %d".formatted(places.size(), sessions.size()));
    }
    var next = places.iterator();
    for (Session session : sessions.values()) {
      session.place(next.next());
    }
  }

  /** Lets go of sessions that were taken in, before any of them went on. */
  public void discard() {
    sessions.values().forEach(Session::discard);
    attention.close();
  }

  private Session restore(SessionRecord record, FdTable fds) throws RefusedException {
    int id = record.id();
    if (sessions.containsKey(id)) {
      throw new RefusedException("two sessions of number " + id);
    }
    if (!places.tryAcquire()) {
      throw new RefusedException(
          "more front-ends than the uplink serves, %d".formatted(uplink.mostSessions()));
    }
    var device = new Device("s" + id, offer.pairs(), uplink, workers);
    var frontEnd = new FrontEnd(id, record.pid(), device);
    var requests = new RequestExecutor(id, offer, device);
    try {
      requests.restore(record, fds);
      Session session = session(frontEnd, fds.take(record.socket()), requests);
      lastId.accumulateAndGet(id, Math::max);
      return session;
    } catch (RefusedException | RuntimeException e) {
      requests.abandon();
      freePlace();
      throw e;
    }
  }
}
