package io.ringfence.testkit.wire;

/** The back-end acknowledged a message with a value other than 0. */
public final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Refused(RequestCode request, long acknowledged) {
    super(request + ": acknowledged with " + acknowledged + ", 0 is done");
  }
}
