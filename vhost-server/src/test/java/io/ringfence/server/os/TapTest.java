package io.ringfence.server.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Interfaces are made in a namespace of the test's own, so the machine's are left alone. Where
 * there is no TAP to be had, the error must say what to do.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class TapTest {
  @Test
  void framesPassBothWaysOrTheErrorSaysWhatToDo() throws Exception {
    List<String> namespace = Namespace.way();
    Namespace.Result result = Namespace.run(namespace, TapProbe.class);
    if (namespace.isEmpty()) {
      assertThat(result.output()).containsAnyOf("modprobe tun", "run as root");
      return;
    }
    assertThat(result.output().lines())
        .containsExactly(
            "bad adopt: adopt fd 0 as a TAP: ENOTTY (wrong kind of device);"
                + " allowed is one attached with IFF_TAP, IFF_NO_PI and IFF_VNET_HDR",
            "long name: TAP name \"sixteen-bytes-xx\", allowed 1 to 15 bytes without slash or space",
            "no tap: ioctl TUNSETIFF TAP lo: EINVAL (argument not allowed); an interface of that"
                + " name exists and is no TAP, or was created with multi_queue: take another name"
                + " or number of queues",
            "name probe0",
            "second: ioctl TUNSETIFF TAP probe0: EBUSY (in use); another process has it open:"
                + " stop that one, or take another name",
            "queues: ioctl TUNSETIFF TAP probe0 multi_queue: EINVAL (argument not allowed); an"
                + " interface of that name exists and is no TAP, or was created without"
                + " multi_queue: take another name or number of queues",
            "offloads: ioctl TUNSETOFFLOAD 0x40000000 of TAP probe0: EINVAL (argument not allowed)",
            "writev -5",
            "writev 54",
            "reply 0a010201 in 54 bytes, then -11",
            "adopted probe0",
            "multi many many");
    assertThat(result.status()).isZero();
  }
}
