package io.ringfence.server.uplink;

import io.ringfence.server.os.Fd;
import java.util.List;

/** A kind of uplink that users can name. {@link Uplinks} lists them. */
public interface UplinkKind {
  /** Returns the prefix of an uplink's text, up to a colon if it has one. */
  String kind();

  /** Returns its form for messages and help: {@code tap:NAME}. */
  String form();

  /**
   * Opens an uplink.
   *
   * @param spec the whole text
   * @param argument the text after the colon; null without a colon
   * @param pairs queue pairs that a front-end may use
   * @throws IllegalArgumentException if the argument is not one of this kind
   * @throws io.ringfence.server.os.OsException if the kernel refuses
   */
  Uplink open(String spec, String argument, int pairs);

  /**
   * Returns the number of descriptors that another process hands over.
   *
   * @param pairs queue pairs that a front-end may use
   */
  default int descriptors(int pairs) {
    return 0;
  }

  /**
   * Takes over an uplink that another process has open.
   *
   * @param descriptors as many as {@link #descriptors}; closed if this fails
   * @throws io.ringfence.server.os.OsException if one is not of this kind
   */
  default Uplink takeOver(String spec, String argument, int pairs, List<Fd> descriptors) {
    return open(spec, argument, pairs);
  }
}
