package io.ringfence.server.pair;

/**
 * What a stopped data path leaves to the one that goes on in its place.
 *
 * @param receive null if the path had no receive ring
 * @param transmit likewise
 */
public record PathState(RingState receive, RingState transmit) {
  /** Nothing: a path that starts from the positions in its setup. */
  public static final PathState NONE = new PathState(null, null);
}
