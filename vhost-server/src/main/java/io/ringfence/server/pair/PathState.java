package io.ringfence.server.pair;

/**
 * The state that a stopped data path passes to its replacement.
 *
 * @param receive null if the path had no receive ring
 * @param transmit null if the path had no transmit ring
 */
public record PathState(RingState receive, RingState transmit) {
  /** No state: the path starts from the positions in its setup. */
  public static final PathState NONE = new PathState(null, null);
}
