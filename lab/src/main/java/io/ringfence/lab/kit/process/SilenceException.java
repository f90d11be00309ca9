package io.ringfence.lab.kit.process;

import java.io.IOException;

/** A peer that neither answered nor closed its connection in time. */
public final class SilenceException extends IOException {
  private static final long serialVersionUID = 1L;

  public SilenceException(String message) {
    super(message);
  }
}
