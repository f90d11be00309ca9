package io.ringfence.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringfence.testkit.guest.GuestNic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Frames through the whole daemon: socket, session, worker, rings. */
class LoopbackTest {
  @Test
  void aFrameComesBackWithItsAddressesExchanged() {
    try (var daemon = RunningDaemon.with("loopback");
        GuestNic nic = GuestNic.options().connect(daemon.socket())) {
      byte[] frame = new byte[1500];
      new Random(1).nextBytes(frame);
      nic.send(frame);
      byte[] back = nic.receive(5_000);
      assertThat(back).isEqualTo(exchanged(frame));
    }
  }

  @Test
  void onlyItsOwnerMayConnectToTheSocket() throws IOException {
    try (var daemon = RunningDaemon.with("loopback")) {
      var mode = Files.getPosixFilePermissions(Path.of(daemon.socket()));
      assertThat(PosixFilePermissions.toString(mode)).isEqualTo("rw-------");
    }
  }

  private static byte[] exchanged(byte[] frame) {
    byte[] back = frame.clone();
    System.arraycopy(frame, 6, back, 0, 6);
    System.arraycopy(frame, 0, back, 6, 6);
    return back;
  }
}
