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

/** The connected front-ends: one session each, at most as many as the uplink serves. */
public final class FrontEnds {
  private static final Logger LOG = LoggerFactory.getLogger(FrontEnds.class);

  private static final long DISMISS_SECONDS = 10;
  private static final int MOST_NAMED = 3; // in one log line

  private final Offer offer;
  private final Uplink uplink;
  private final Workers workers;
  private final Semaphore places;
  private final AtomicInteger lastId = new AtomicInteger();
  private final Map<Integer, Session> sessions = new ConcurrentSkipListMap<>();
  private final EventFd attention = EventFd.create(); // threads of sessions that wait for a message
  private volatile Runnable placeFreed = () -> {};

  /** Creates the set of front-ends with one device offer. */
  public FrontEnds(Offer offer, Uplink uplink, Workers workers) {
    this.offer = offer;
    this.uplink = uplink;
    this.workers = workers;
    places = new Semaphore(uplink.mostSessions());
  }

  /** Returns the front-ends that are connected now. */
  public List<FrontEnd> all() {
    return sessions.values().stream().map(Session::frontEnd).toList();
  }

  /** Takes a place for another front-end; false if the uplink has none. */
  boolean takePlace() {
    return places.tryAcquire();
  }

  /** Returns a place. */
  void freePlace() {
    places.release();
    placeFreed.run();
  }

  /** Sets an action for each place that becomes free. It may run on any thread. */
  void whenPlaceFrees(Runnable action) {
    placeFreed = action;
  }

  /** Returns the front-ends that have the places, for a log line. */
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
   * Admits a front-end into a place that was taken for it. The returned session must be run; it
   * returns the place.
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

  /** Ends a session. Removes it last: an observer of its end may rely on closed descriptors. */
  private void end(Session session) {
    sessions.remove(session.frontEnd().id());
    freePlace();
  }

  /** Ends all connections, and waits until their sessions have stopped their rings. */
  public void dismissAll() {
    sessions.values().forEach(Session::dismiss);
    awaitEnds();
  }

  /** Waits for all sessions. No front-end can be admitted any longer. */
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

  // ---- for a hand-over, by the old process -----------------------------------------------------

  /**
   * Pauses every session between two messages, while its rings continue. No front-end may be
   * admitted meanwhile.
   *
   * @throws RefusedException if one does not pause in time; then all resume
   */
  public void pause(long millis) throws RefusedException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    sessions.values().forEach(Session::pause);
    attention.signal();
    for (Session session : sessions.values()) {
      if (!session.awaitPaused(deadline)) {
        resume();
        throw new RefusedException(
            "front-end of session %d is within one message for more than %d ms"
                .formatted(session.frontEnd().id(), millis));
      }
    }
  }

  /** Records the paused sessions. */
  public List<SessionRecord> records(FdTable fds) {
    return present().stream().map(session -> session.record(fds)).toList();
  }

  private List<Session> present() {
    return sessions.values().stream().filter(session -> !session.hasEnded()).toList();
  }

  /** Returns the ring positions, session by session; approximate for running rings. */
  public List<List<RingPlace>> places() {
    return present().stream().map(Session::places).toList();
  }

  /** Stops all rings between two bursts. {@link #places} returns their positions. */
  public void stopRings() {
    present().forEach(Session::stopRings);
  }

  /** Resumes stopped rings at their positions. */
  public void resumeRings() {
    present().forEach(Session::resumeRings);
  }

  /** Reverses {@link #pause}. */
  public void resume() {
    attention.drain();
    sessions.values().forEach(Session::resume);
  }

  /**
   * Leaves all front-ends to another process, after {@link #pause}. Returns when all their
   * resources are closed.
   */
  public void leave() {
    sessions.values().forEach(Session::leave);
    awaitEnds();
  }

  // ---- and by the new process ------------------------------------------------------------------

  /**
   * Restores recorded sessions, without running their rings.
   *
   * @throws RefusedException on failure; then all their resources are closed
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
   * Prepares the rings of all sessions at these positions; {@link #resumeRings} starts them. May be
   * called repeatedly until then.
   *
   * @param places as {@link #places} returned them
   * @throws RefusedException if they do not fit the sessions
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

  /** Closes restored sessions before any of them has resumed. */
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
