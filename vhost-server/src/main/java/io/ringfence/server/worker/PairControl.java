package io.ringfence.server.worker;

import io.ringfence.ring.RingPosition;
import io.ringfence.server.pair.PairSetup;
import io.ringfence.server.pair.RingFault;
import io.ringfence.server.pair.RingRole;
import io.ringfence.server.pair.RingSetup;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;

/**
 * A session's commands to the worker of a queue pair. Each returns when the worker has carried it
 * out, between two bursts.
 */
public final class PairControl {
  private final CommandQueue commands;
  private final AttachedPairs pairs;
  private final int id;
  private final boolean polls; // a worker that polls waits for no kick

  PairControl(CommandQueue commands, AttachedPairs pairs, int id, WorkerMode mode) {
    this.commands = commands;
    this.pairs = pairs;
    this.id = id;
    polls = mode == WorkerMode.POLL;
  }

  /**
   * Starts a ring. It is served from its first kick on. A kick that came before its descriptor
   * counts. A worker that polls and a ring without a kick descriptor wait for none.
   *
   * @param kicked whether it was kicked already, in another process
   * @throws RingFault if its areas are not in guest memory; the ring stays stopped
   */
  public void start(RingRole role, RingSetup ring, RingWiring wiring, boolean kicked) {
    command(watched -> {
      watched.watchKick(
          role, wiring.kick()); // first: a descriptor that cannot be watched starts none
      try {
        watched.pair().start(role, ring, wiring, kicked || polls);
      } catch (RingFault e) {
        watched.watchKick(role, null);
        throw e;
      }
    });
  }

  /**
   * Stops a ring. After this returns its memory and its descriptors are not touched any more.
   *
   * @return its position; null if it was not started
   */
  public RingPosition stop(RingRole role) {
    return call(() -> {
      WatchedPair watched = pairs.get(id);
      watched.watchKick(role, null);
      RingPosition position = watched.pair().stop(role);
      pairs.activate(watched);
      return position;
    });
  }

  /** Replaces a ring's descriptors; those before are not touched after this returns. */
  public void rewire(RingRole role, RingWiring wiring) {
    command(watched -> {
      watched.watchKick(role, wiring.kick());
      watched.pair().rewire(role, wiring);
    });
  }

  /** Lets a ring's frames pass, or not. */
  public void enable(RingRole role, boolean enabled) {
    command(watched -> watched.pair().enable(role, enabled));
  }

  /** Changes what the rings are built from; what was used before is not touched afterwards. */
  public void change(UnaryOperator<PairSetup> change) {
    command(watched -> watched.pair().change(change));
  }

  /** Sends a frame of the daemon's own through the pair's port. */
  public void announce(byte[] frame) {
    command(watched -> watched.pair().announce(frame));
  }

  /** Whether a ring broke since it was started. */
  public boolean isBroken(RingRole role) {
    return call(() -> {
      WatchedPair watched = pairs.get(id);
      return watched != null && watched.pair().rings().isBroken(role); // it may have left meanwhile
    });
  }

  /** Whether a ring waits for its first kick. */
  public boolean awaitsKick(RingRole role) {
    return call(() -> {
      WatchedPair watched = pairs.get(id);
      return watched != null && watched.pair().rings().awaitsKick(role);
    });
  }

  /**
   * Stops both rings between two bursts, and leaves rings, kicks and port alone until {@link
   * #resume}. Other commands have their effect then.
   */
  public void suspend() {
    commands.call(() -> {
      pairs.suspend(pairs.get(id));
      return null;
    });
  }

  /** Lets a suspended pair go on. */
  public void resume() {
    command(WatchedPair::resume);
  }

  /** Returns the position of a ring of a suspended pair, or the one at which it broke. */
  public RingPosition position(RingRole role) {
    return commands.call(() -> pairs.get(id).pair().rings().position(role));
  }

  /** Sets the position of a ring of a suspended pair, and whether it was kicked. */
  public void move(RingRole role, RingPosition position, boolean kicked) {
    command(watched -> watched.pair().move(role, position, kicked || polls));
  }

  /** Starts a ring that broke while another process served it. */
  public void startBroken(RingRole role, RingPosition position, RingWiring wiring) {
    command(watched -> watched.pair().startBroken(role, position, wiring));
  }

  /** Leaves the worker; the rings must be stopped, or the pair suspended. */
  public void close() {
    call(() -> {
      pairs.remove(id);
      return null;
    });
  }

  /** A command that met lost memory is run again without the rings that lie in it. */
  private <T> T call(Callable<T> command) {
    try {
      return commands.call(command);
    } catch (InternalError e) {
      commands.call(() -> {
        if (pairs.get(id) != null) {
          pairs.get(id).pair().path().memoryLost(e);
        }
        return null;
      });
      return commands.call(command);
    }
  }

  private interface Command {
    void run(WatchedPair watched);
  }

  private void command(Command command) {
    call(() -> {
      WatchedPair watched = pairs.get(id);
      command.run(watched);
      pairs.activate(watched);
      return null;
    });
  }
}
