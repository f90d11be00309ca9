package io.ringfence.testkit.guest;

import io.ringfence.testkit.net.Features;
import java.util.Arrays;

/**
 * A short run of a guest on a daemon with uplink {@code loopback}: frames out and back over a split
 * and a packed ring. The start-up cache is recorded from a daemon that served it.
 */
public final class Exercise {
  private static final int FRAMES = 20_000;
  private static final int FRAME_BYTES = 600;
  private static final int MAC_BYTES = 12;
  private static final long TIMEOUT_MILLIS = 5000;

  private Exercise() {}

  /**
   * Runs the exercise.
   *
   * @param arguments the path of the vhost-user socket
   */
  public static void main(String[] arguments) {
    if (arguments.length != 1) {
      System.err.println("usage: Exercise VHOST_USER_SOCKET");
      System.exit(2);
    }
    exchange(GuestNic.options(), arguments[0]);
    exchange(GuestNic.options().with(Features.RING_PACKED), arguments[0]);
  }

  private static void exchange(GuestNicOptions options, String socket) {
    byte[] frame = new byte[FRAME_BYTES];
    Arrays.fill(frame, MAC_BYTES, FRAME_BYTES, (byte) 0x5a);
    try (GuestNic guest = options.connect(socket)) {
      for (int i = 0; i < FRAMES; i++) {
        guest.send(frame);
        byte[] back = guest.receive(TIMEOUT_MILLIS);
        if (!Arrays.equals(frame, MAC_BYTES, FRAME_BYTES, back, MAC_BYTES, back.length)) {
          throw new IllegalStateException("frame " + i + " came back with other bytes");
        }
      }
      guest.guest().stop();
    }
  }
}
