package io.ringfence.server.os;

import java.io.IOException;

/**
 * What a peer sent cannot be used: a message cut short, descriptors where none may be, a memory
 * file that is too short. The message says what was seen and what was allowed.
 */
public final class PeerException extends IOException {
  private static final long serialVersionUID = 1L;

  public PeerException(String seenAndAllowed) {
    super(seenAndAllowed);
  }
}
