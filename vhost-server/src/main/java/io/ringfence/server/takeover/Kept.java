package io.ringfence.server.takeover;

/**
 * Unknown fields of a hand-over, as JSON for the next one. They are text, so that a daemon without
 * a hand-over does not load the JSON library.
 *
 * @param config of CONFIG; null if there are none
 * @param state of STATE; null if there are none
 */
public record Kept(String config, String state) {
  /** No field is kept. */
  public static final Kept NOTHING = new Kept(null, null);

  /** Most characters kept of one message. */
  static final int MOST_CHARACTERS = 1 << 20;
}
