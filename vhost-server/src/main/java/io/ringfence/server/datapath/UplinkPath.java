package io.ringfence.server.datapath;

import io.ringfence.server.pair.PairSetup;
import io.ringfence.server.uplink.FrameSink;
import io.ringfence.server.uplink.FrameSource;

/**
 * Realm code: an uplink's part of a queue pair's data path. It makes the pair's sink and its source
 * from the pair's port, {@link PairSetup#port}.
 */
public interface UplinkPath {
  /**
   * Makes the sink of the frames that the driver sends.
   *
   * @param receive the pair's receive ring; null while that is stopped or disabled
   */
  FrameSink sink(PairSetup setup, ReceiveRing receive);

  /**
   * Makes the source of the frames that the driver receives, for a receive ring that is enabled.
   */
  default FrameSource source(PairSetup setup, ReceiveRing receive) {
    return FrameSource.NONE;
  }
}
