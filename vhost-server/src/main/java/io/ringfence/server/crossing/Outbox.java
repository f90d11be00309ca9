package io.ringfence.server.crossing;

import java.util.function.IntFunction;

/** All queues from one worker to the others. For that worker's thread alone. */
public final class Outbox {
  private final int sender;
  private final Inbox[] receivers;
  private final IntFunction<FrameWriter> open;
  private final FrameWriter[] writers; // by receiver; null before first use

  /**
   * @param open allocates the queue to a receiver
   */
  Outbox(int sender, Inbox[] receivers, IntFunction<FrameWriter> open) {
    this.sender = sender;
    this.receivers = receivers;
    this.open = open;
    writers = new FrameWriter[receivers.length];
  }

  /**
   * Returns the writer of the queue to another worker. The first call for a receiver allocates the
   * queue.
   *
   * @throws IllegalArgumentException if the receiver is this worker itself
   */
  public FrameWriter to(int receiver) {
    FrameWriter writer = writers[receiver];
    return writer == null ? first(receiver) : writer;
  }

  private FrameWriter first(int receiver) {
    if (receiver == sender) {
      throw new IllegalArgumentException(
          "queue from worker %d to itself; deliver the frame directly".formatted(sender));
    }
    writers[receiver] = open.apply(receiver);
    return writers[receiver];
  }

  /**
   * Publishes all reserved frames, by one store per receiver, and signals the receivers that sleep.
   *
   * @return the number of signalled receivers
   */
  public int publish() {
    int signals = 0;
    for (int receiver = 0; receiver < writers.length; receiver++) {
      FrameWriter writer = writers[receiver];
      if (writer != null && writer.publish()) {
        receivers[receiver].signal();
        signals++;
      }
    }
    return signals;
  }

  /**
   * Withdraws all frames that were reserved since the last publication, for a caller whose source
   * disappeared during the copy: the front-end truncated guest memory.
   */
  public void rollBack() {
    for (FrameWriter writer : writers) {
      if (writer != null) {
        writer.rollBack();
      }
    }
  }
}
