package io.ringfence.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringfence.ring.BarrierPolicy;
import io.ringfence.server.admin.AdminAddress;
import io.ringfence.server.device.OfferExtras;
import io.ringfence.server.uplink.Uplinks;
import io.ringfence.server.uplink.mirror.MirrorKind;
import io.ringfence.server.worker.WatchdogMode;
import io.ringfence.server.worker.WorkerConfig;
import io.ringfence.server.worker.WorkerMode;
import io.ringfence.testkit.guest.GuestNic;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An uplink that main code does not know serves a driver both ways, and outlives a swap. */
class NewUplinkTest {
  @TempDir Path folder;

  private Daemon daemon(WorkerMode mode) throws Exception {
    var config =
        new DaemonConfig(
            folder.resolve("s"),
            false,
            1,
            "mirror",
            BarrierPolicy.DEFAULT,
            false,
            new WorkerConfig(1, mode, WatchdogMode.COUNT),
            new AdminAddress.Unix(folder.resolve("a")),
            OfferExtras.NONE);
    return new Daemon(config, new Uplinks(List.of(new MirrorKind())));
  }

  @ParameterizedTest
  @EnumSource(WorkerMode.class)
  void framesPassBothWaysUnderEachPolicy(WorkerMode mode) throws Exception {
    var random = new Random(1);
    try (Daemon daemon = daemon(mode);
        GuestNic nic = GuestNic.options().connect(folder.resolve("s").toString())) {
      for (String policy : List.of("auto", "mandatory", "seqcst")) {
        daemon.swap(BarrierPolicy.parse(policy));
        for (int i = 0; i < 300; i++) { // more than the ring has descriptors
          byte[] frame = new byte[60 + random.nextInt(1_400)];
          random.nextBytes(frame);
          nic.send(frame);
          assertThat(nic.receive(5_000)).isEqualTo(frame);
        }
      }
    }
  }
}
