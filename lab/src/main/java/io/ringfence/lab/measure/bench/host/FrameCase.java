package io.ringfence.lab.measure.bench.host;

import java.util.ArrayList;
import java.util.List;

/**
 * A workload of frames.
 *
 * @param bytes of a frame, without virtio-net header and checksum
 * @param packed the rings' format
 * @param mergeable whether the driver takes VIRTIO_NET_F_MRG_RXBUF
 */
public record FrameCase(Flow flow, int bytes, boolean packed, boolean mergeable) {

  /** The flow of frames, seen from the driver. */
  public enum Flow {
    /** One burst of 32 goes out and back, repeatedly: driver and device alternate. */
    LOOP("loop", "io", "macswap", 1),
    /**
     * Seven bursts go out and back, so that both sides always have work. Rings of 256 hold one
     * burst more, but a driver without a free descriptor drops what it has received.
     */
    FULL_LOOP("full loop", "io", "macswap", 7),
    /** The driver sends. */
    TRANSMIT("transmit", "txonly", "rxonly", 0),
    /** The driver receives. */
    RECEIVE("receive", "rxonly", "txonly", 0);

    private final String label;
    private final String driverMode;
    private final String deviceMode;
    private final int firstBursts;

    Flow(String label, String driverMode, String deviceMode, int firstBursts) {
      this.label = label;
      this.driverMode = driverMode;
      this.deviceMode = deviceMode;
      this.firstBursts = firstBursts;
    }

    /** Returns the bursts that the driver sends before it forwards. */
    int firstBursts() {
      return firstBursts;
    }

    /** Returns testpmd's forwarding mode on the driver's side. */
    String driverMode() {
      return driverMode;
    }

    /** Returns testpmd's forwarding mode as the device. */
    String deviceMode() {
      return deviceMode;
    }
  }

  private static final int[] SIZES = {64, 1518};

  /** Returns workloads with split rings and mergeable buffers. */
  public static List<FrameCase> usual() {
    return of(new boolean[] {false}, new boolean[] {true});
  }

  /** Returns workloads with both formats, mergeable buffers and others. */
  public static List<FrameCase> all() {
    return of(new boolean[] {false, true}, new boolean[] {true, false});
  }

  private static List<FrameCase> of(boolean[] formats, boolean[] mergeables) {
    List<FrameCase> cases = new ArrayList<>();
    for (boolean packed : formats) {
      for (boolean mergeable : mergeables) {
        for (int bytes : SIZES) {
          for (Flow flow : Flow.values()) {
            cases.add(new FrameCase(flow, bytes, packed, mergeable));
          }
        }
      }
    }
    return List.copyOf(cases);
  }

  /** Returns the daemon's uplink that acts as the flow's device. */
  String uplink() {
    return switch (flow) {
      case LOOP, FULL_LOOP -> "loopback";
      case TRANSMIT -> "discard";
      case RECEIVE -> "generator:" + bytes;
    };
  }

  /** Returns the workload's name in the report. */
  public String label() {
    return "%s %d B %s%s"
        .formatted(
            flow.label, bytes, packed ? "packed" : "split", mergeable ? "" : ", not mergeable");
  }
}
