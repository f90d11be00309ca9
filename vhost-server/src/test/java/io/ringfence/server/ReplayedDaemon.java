package io.ringfence.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringfence.testkit.Await;
import java.nio.file.Path;
import java.util.List;

/** A daemon of this build that took over from the old side of a recorded hand-over. */
final class ReplayedDaemon implements AutoCloseable {
  static final int FRAMES = 200;

  private final RunningDaemon daemon;
  private final RecordedGuests guests;

  private ReplayedDaemon(RunningDaemon daemon, RecordedGuests guests) {
    this.daemon = daemon;
    this.guests = guests;
  }

  /** Takes over; then {@link #FRAMES} frames pass through the rings of each guest. */
  static ReplayedDaemon of(Conversation conversation, Path directory) throws Exception {
    var guests = new RecordedGuests(directory, conversation, List.of());
    try (var old = new PlayedPredecessor(directory.resolve("door"), guests.steps())) {
      var taken = new ReplayedDaemon(RunningDaemon.takingOver(directory, old.path()), guests);
      assertThat(old.lastHeard().type()).isEqualTo(HandOverSocket.START);
      taken.passFrames(2);
      return taken;
    } catch (Exception | Error e) {
      guests.close();
      throw e;
    }
  }

  Daemon daemon() {
    return daemon.daemon();
  }

  /** Sends frames through each guest's rings and has them back, each byte checked. */
  void passFrames(int seed) {
    guests.nics().forEach(nic -> new LoopbackTraffic(nic, seed).run(FRAMES));
  }

  /** Has the first front-end leave. */
  void endFirst() {
    int before = daemon().frontEnds().all().size();
    guests.nics().getFirst().frontEnd().close();
    Await.until(
        "the first front-end to leave",
        5_000,
        () -> daemon().frontEnds().all().size() < before,
        () -> before + " are there");
  }

  @Override
  public void close() {
    daemon.close();
    guests.close();
  }
}
