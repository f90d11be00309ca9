package io.ringfence.server.uplink;

import io.ringfence.server.os.Fd;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The destination and origin of a daemon's frames. It is opened once; front-ends attach to it. */
public interface Uplink extends AutoCloseable {
  /** Returns the text that {@link Uplinks#open} parsed. */
  String spec();

  /**
   * Returns the offload features that it supports, a mask of {@link
   * io.ringfence.protocol.VirtioFeature}. A front-end is offered no others.
   */
  long offloads();

  /** Returns how many front-ends can be attached at a time. */
  int mostSessions();

  /**
   * Attaches a front-end.
   *
   * @param frontEnd its name in the log
   * @param pairs queue pairs that it may use
   */
  Attachment attach(String frontEnd, int pairs);

  /**
   * Returns a port to rehearse with; empty if the uplink has none, so that only traffic warms up.
   */
  default Optional<Rehearsal> rehearsal() {
    return Optional.empty();
  }

  /** Returns why no frames pass at the moment; empty while they do. */
  default Optional<String> loss() {
    return Optional.empty();
  }

  /** Completes with the reason if the uplink is lost permanently. */
  default CompletionStage<String> gone() {
    return new CompletableFuture<>();
  }

  /**
   * Returns its descriptors for a process that takes it over; none if it is opened anew instead.
   */
  default List<Fd> descriptors() {
    return List.of();
  }

  /** Records the state of its ports, while no worker uses them. */
  default List<PortRecord> ports() {
    return List.of();
  }

  /** Restores the state that {@link #ports} recorded, after the pairs were negotiated. */
  default void restore(List<PortRecord> ports) {}

  @Override
  void close();
}
