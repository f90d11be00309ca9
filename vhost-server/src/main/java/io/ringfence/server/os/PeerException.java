package io.ringfence.server.os;

import java.io.IOException;

/**
 * The peer's data cannot be used: a message cut short, unexpected descriptors, a memory file that
 * is too short. The message states what was seen and what was allowed.
 */
public final class PeerException extends IOException {
  private static final long serialVersionUID = 1L;

  public PeerException(String seenAndAllowed) {
    super(seenAndAllowed);
  }
}
