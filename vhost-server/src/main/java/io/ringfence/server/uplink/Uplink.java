package io.ringfence.server.uplink;

import io.ringfence.server.os.Fd;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Where a daemon's frames go to and come from. Opened once; front-ends get ports on it. */
public interface Uplink extends AutoCloseable {
  /** The text that {@link Uplinks#open} made it from. */
  String spec();

  /**
   * The offload features it honours, as a mask of {@link io.ringfence.protocol.VirtioFeature}: only
   * these are offered to a front-end.
   */
  long offloads();

  /** How many front-ends can use it at a time. */
  int mostSessions();

  /** A queue pair's place on it. */
  Port port(int pair);

  /** Why no frames pass at the moment; empty while they do. */
  default Optional<String> loss() {
    return Optional.empty();
  }

  /** Completes with the reason when the uplink is lost and will not come back. */
  default CompletionStage<String> gone() {
    return new CompletableFuture<>();
  }

  /** Its descriptors, for a process that takes it over; none where it is simply opened anew. */
  default List<Fd> descriptors() {
    return List.of();
  }

  /** Writes down what its ports hold, while no worker uses them. */
  default List<PortRecord> ports() {
    return List.of();
  }

  /** Takes over what {@link #ports} wrote down, once the pairs were negotiated. */
  default void restore(List<PortRecord> ports) {}

  @Override
  void close();
}
