package io.ringfence.testkit.race;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Two threads in lock step: one leads, the other replies. Each direction has one word on its own
 * cache lines.
 */
public final class Rendezvous {
  private static final VarHandle WORD = MethodHandles.arrayElementVarHandle(long[].class);
  private static final int LEAD = 16;
  private static final int REPLY = 48;
  private static final int SPINS_BEFORE_YIELD = 10_000;
  private static final long ENDED = -1;

  private final long[] words = new long[64];
  private final Stagger leaderStagger = new Stagger(1);
  private final Stagger otherStagger = new Stagger(2);
  private long led; // the leader's count of steps
  private long replied; // the follower's count of steps
  private volatile Throwable failure;

  // ---- the leader -----------------------------------------------------------------------------

  /** Begins a step. */
  public void lead() {
    WORD.setRelease(words, LEAD, ++led);
  }

  /** Waits for a random time. */
  public void staggerLeader() {
    leaderStagger.pass();
  }

  /** Waits for the end of the step. */
  public void awaitReply() {
    for (int spin = 0; (long) WORD.getAcquire(words, REPLY) != led; spin++) {
      pause(spin);
    }
  }

  /** Ends the sequence: no step follows. */
  public void end() {
    WORD.setRelease(words, LEAD, ENDED);
  }

  // ---- the follower ---------------------------------------------------------------------------

  /** Waits for the next step. Returns false if there is none. */
  public boolean awaitLead() {
    for (int spin = 0; ; spin++) {
      long word = (long) WORD.getAcquire(words, LEAD);
      if (word != replied) {
        return word != ENDED;
      }
      pause(spin);
    }
  }

  /** Waits for a random time. */
  public void staggerOther() {
    otherStagger.pass();
  }

  /** Ends the step. */
  public void reply() {
    WORD.setRelease(words, REPLY, ++replied);
  }

  /** Ends the leader's wait with an exception. */
  public void fail(Throwable cause) {
    failure = cause;
  }

  private void pause(int spin) {
    if (spin < SPINS_BEFORE_YIELD) {
      Thread.onSpinWait();
      return;
    }
    Thread.yield();
    if (failure != null) {
      throw new IllegalStateException("the device's side ended", failure);
    }
  }

  /**
   * A random wait from some nanoseconds to about 20 microseconds. The faster of two threads thus
   * starts later as often as earlier, and overtakes the other.
   */
  private static final class Stagger {
    private int random;
    private int waste; // result of the wait's computation, so that the JIT keeps it

    Stagger(int seed) {
      random = seed;
    }

    void pass() {
      random = random * 1_664_525 + 1_013_904_223;
      int scale = random >>> 14 & 6;
      for (int i = random >>> 24 << scale; i > 0; i--) {
        waste = waste * 1_664_525 + random;
      }
    }
  }
}
