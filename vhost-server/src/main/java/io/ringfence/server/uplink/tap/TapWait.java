package io.ringfence.server.uplink.tap;

import io.ringfence.server.os.CheckInterval;
import io.ringfence.server.os.IoCall;
import io.ringfence.server.os.NetworkInterfaces;
import io.ringfence.server.os.OsException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for a lost interface to return. Its thread lives only while the interface is lost. It
 * checks ten times in the first second and twice per second afterwards.
 */
final class TapWait {
  private static final Logger LOG = LoggerFactory.getLogger(TapWait.class);
  private static final int CLOSE_SECONDS = 10;

  private final TapUplink uplink;
  private final CompletableFuture<String> gone = new CompletableFuture<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final ThreadPoolExecutor thread =
      new ThreadPoolExecutor(
          0,
          1,
          0,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          TapWait::thread,
          new ThreadPoolExecutor.DiscardPolicy()); // a loss that is reported during the close
  private volatile String reason = "";

  TapWait(TapUplink uplink) {
    this.uplink = uplink;
  }

  private static Thread thread(Runnable run) {
    var thread = new Thread(run, "tap-wait");
    thread.setDaemon(true);
    return thread;
  }

  /** Starts to wait. */
  void begin() {
    reason = isGoneText();
    thread.execute(this::guarded);
  }

  /** Returns why the interface cannot be attached, as last seen. */
  String reason() {
    return reason;
  }

  /** Completes with a reason if the interface is not awaited, or no longer. */
  CompletionStage<String> gone() {
    return gone;
  }

  private void guarded() {
    try {
      run();
    } catch (RuntimeException e) {
      gone.complete("cannot be attached again: " + e.getMessage());
    }
  }

  private void run() {
    long since = System.nanoTime();
    boolean lost = uplink.isGone(); // otherwise a descriptor had an error for another reason
    if (lost && !uplink.canReturn()) {
      gone.complete(
          reason + ", and only the process that passed the descriptor can attach another");
      return;
    }
    if (lost) {
      LOG.warn(
          "uplink lost uplink={}: {}; waiting for it: {}",
          uplink.spec(),
          reason,
          uplink.howToCreate());
    }
    if (awaitReturn() && lost) {
      long millis = (System.nanoTime() - since) / 1_000_000;
      LOG.info(
          "uplink back uplink={} queues={} after={}ms", uplink.spec(), uplink.queues(), millis);
    }
  }

  /** Waits. Returns whether the interface returned; false if this was closed before. */
  private boolean awaitReturn() {
    var pace = new CheckInterval();
    Set<String> logged = new HashSet<>();
    while (!isClosedAfter(pace.millis())) {
      pace.looked();
      if (!isMissing() && attached(logged)) {
        return true;
      }
    }
    return false;
  }

  /** Returns whether the interface is missing. It may have been renamed, and is present then. */
  private boolean isMissing() {
    boolean missing = uplink.isGone() && !NetworkInterfaces.exists(uplink.name());
    if (missing) {
      reason = isGoneText();
    }
    return missing;
  }

  private String isGoneText() {
    return "interface %s is gone".formatted(uplink.name());
  }

  private boolean isClosedAfter(int millis) {
    try {
      return closed.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /**
   * Tries to attach all queues, and logs each reason for a failure once.
   *
   * @throws OsException for a bug
   */
  private boolean attached(Set<String> logged) {
    try {
      uplink.attachAgain();
      return true;
    } catch (OsException e) {
      if (IoCall.TAP_ATTACH.verdict(-e.errno()) == IoCall.Verdict.BUG) {
        throw e;
      }
      if (!isMissing()) { // it was not deleted again meanwhile
        reason = e.getMessage();
        if (logged.add(reason)) {
          LOG.warn("uplink still lost uplink={}: {}", uplink.spec(), reason);
        }
      }
      return false;
    }
  }

  /** Ends the wait. On return no attachment is under way. */
  void close() {
    closed.countDown();
    thread.shutdown();
    try {
      if (!thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        LOG.error("tap-wait did not end within {} s", CLOSE_SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
