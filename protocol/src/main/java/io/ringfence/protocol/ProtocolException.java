package io.ringfence.protocol;

/**
 * The front-end sent something the protocol does not allow. The message says what was seen and what
 * was allowed. It ends the session: the stream cannot be trusted to be in step any more.
 */
public final class ProtocolException extends Exception {
  private static final long serialVersionUID = 1L;

  public ProtocolException(String seenAndAllowed) {
    super(seenAndAllowed);
  }
}
