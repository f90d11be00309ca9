package io.ringfence.testkit.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringfence.testkit.Background;
import io.ringfence.testkit.device.EchoDevice;
import io.ringfence.testkit.device.TestBackEnd;
import io.ringfence.testkit.device.TestDevice;
import io.ringfence.testkit.memory.DirtyLogFile;
import io.ringfence.testkit.net.Features;
import io.ringfence.testkit.net.NetConfig;
import io.ringfence.testkit.os.Fds;
import io.ringfence.testkit.ring.PackedDriver;
import io.ringfence.testkit.ring.SplitDriver;
import io.ringfence.testkit.wire.RawReply;
import io.ringfence.testkit.wire.RequestCode;
import io.ringfence.testkit.wire.SoftwareFrontEnd;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuestNicTest {
  private static final int FRAMES = 5_000;

  @TempDir Path folder;

  private TestBackEnd backEnd(String name) {
    TestBackEnd backEnd = new TestBackEnd(folder.resolve(name));
    backEnd.offer(-1);
    return backEnd;
  }

  private GuestNicOptions options(boolean packed) {
    return packed ? GuestNic.options().with(Features.RING_PACKED) : GuestNic.options();
  }

  private GuestNic connect(boolean packed, String name) {
    return options(packed).connect(folder.resolve(name).toString());
  }

  /** Echoes until {@code frames} have been returned. Sleeps between kicks. */
  private void echo(GuestNic nic, NetConfig net, int frames) {
    EchoDevice device = new EchoDevice(nic.ram(), nic.vring(0).queue(), nic.vring(1).queue(), net);
    for (int done = 0; done < frames; ) {
      int now = device.work();
      done += now;
      if (device.rx().callNeeded()) {
        nic.vring(0).call().signal();
      }
      boolean more = device.tx().enableKicks() | device.rx().enableKicks();
      if (now == 0 && !more && done < frames) {
        nic.vring(1).kick().await(5_000);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void framesGoOutAndComeBackByKickAndCall(boolean packed) {
    try (TestBackEnd backEnd = backEnd("nic.sock");
        GuestNic nic = connect(packed, "nic.sock")) {
      assertThat(nic.vring(0).queue())
          .isInstanceOf(packed ? PackedDriver.class : SplitDriver.class);
      NetConfig net = NetConfig.mergeable(9_000, 9_012);
      CompletableFuture<Void> served = Background.run(() -> echo(nic, net, FRAMES));
      Random random = new Random(3);
      for (int i = 0; i < FRAMES; i++) {
        byte[] frame = new byte[14 + random.nextInt(8_986)];
        random.nextBytes(frame);
        nic.send(frame);
        assertThat(nic.receive(5_000)).isEqualTo(frame);
      }
      served.join();
      assertThat(backEnd.names()).contains("SET_MEM_TABLE!*1");
    }
  }

  @Test
  void afterALostBackEndTheRingsResumeAtTheirUsedIndex() {
    try (TestBackEnd first = backEnd("first.sock");
        TestBackEnd second = backEnd("second.sock")) {
      try (GuestNic nic = connect(false, "first.sock")) {
        for (int i = 0; i < 3; i++) {
          nic.send(new byte[60]);
        }
        TestDevice device = TestDevice.of(nic.ram(), nic.vring(1).queue());
        device.use(device.take(), 0);
        device.publish();
        nic.reconnect(SoftwareFrontEnd.connect(folder.resolve("second.sock").toString()));
      }
      second.awaitEnd();
      assertThat(second.names())
          .containsSequence("SET_OWNER", "GET_FEATURES", "SET_VRING_CALL*1", "SET_VRING_ERR*1");
      RawReply base =
          second.messages().stream()
              .filter(m -> m.request() == RequestCode.SET_VRING_BASE.code())
              .toList()
              .getLast();
      assertThat(base.payload()).containsExactly(1, 0, 0, 0, 1, 0, 0, 0);
      first.awaitEnd();
    }
  }

  @Test
  void packedRingsDoNotTellWhereTheyStood() {
    try (TestBackEnd first = backEnd("first.sock");
        TestBackEnd second = backEnd("second.sock");
        GuestNic nic = connect(true, "first.sock");
        SoftwareFrontEnd another =
            SoftwareFrontEnd.connect(folder.resolve("second.sock").toString())) {
      assertThatThrownBy(() -> nic.reconnect(another))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("vring 0 is packed");
      assertThat(second.messages()).isEmpty();
      assertThat(first.names()).contains("SET_MEM_TABLE!*1");
    }
  }

  @Test
  void aMigrationTurnsLoggingOnAndOffWhileTheRingsRun() {
    try (TestBackEnd backEnd = backEnd("nic.sock")) {
      try (GuestNic nic = connect(false, "nic.sock");
          DirtyLogFile log = new DirtyLogFile(64 << 20, 0)) {
        nic.guest().startLogging(log);
        nic.guest().stopLogging();
      }
      backEnd.awaitEnd();
      int n = backEnd.messages().size();
      assertThat(backEnd.names().subList(n - 7, n))
          .containsExactly(
              "SET_LOG_BASE*1",
              "SET_FEATURES",
              "SET_VRING_ADDR",
              "SET_VRING_ADDR",
              "SET_FEATURES",
              "SET_VRING_ADDR",
              "SET_VRING_ADDR");
      assertThat(backEnd.messages().get(n - 6).u64() & Features.LOG_ALL).isNotZero();
      assertThat(backEnd.messages().get(n - 5).payload()[4]).isEqualTo((byte) 1);
      assertThat(backEnd.messages().get(n - 3).u64() & Features.LOG_ALL).isZero();
      assertThat(backEnd.messages().get(n - 2).payload()[4]).isZero();
    }
  }

  @Test
  void aGuestLeavesNoDescriptorBehind() {
    long self = ProcessHandle.current().pid();
    int before = Fds.open(self);
    for (int i = 0; i < 20; i++) {
      String name = "nic" + i + ".sock";
      try (TestBackEnd backEnd = backEnd(name);
          GuestNic nic = connect(false, name)) {
        assertThat(backEnd.names()).startsWith("GET_FEATURES");
        assertThat(nic.frontEnd().features()).isNotZero();
      }
    }
    assertThat(Fds.open(self)).isEqualTo(before);
  }
}
