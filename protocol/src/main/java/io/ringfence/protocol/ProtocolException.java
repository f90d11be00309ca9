package io.ringfence.protocol;

/**
 * The front-end sent something that the protocol does not allow. The message states what was seen
 * and what was allowed. It ends the session, because the byte stream may be out of step.
 */
public final class ProtocolException extends Exception {
  private static final long serialVersionUID = 1L;

  public ProtocolException(String seenAndAllowed) {
    super(seenAndAllowed);
  }
}
