package io.ringfence.server.takeover;

/**
 * Fields that this version does not know, as they came at a hand-over: JSON for the next one. Text,
 * so that a daemon which nobody takes over loads no JSON library for it.
 *
 * @param config of CONFIG; null if there are none
 * @param state of STATE; null if there are none
 */
public record Kept(String config, String state) {
  /** No field is kept. */
  public static final Kept NOTHING = new Kept(null, null);

  /** Characters that are kept of one message. */
  static final int MOST_CHARACTERS = 1 << 20;
}
