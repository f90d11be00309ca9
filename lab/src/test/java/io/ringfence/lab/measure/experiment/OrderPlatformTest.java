package io.ringfence.lab.measure.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringfence.lab.kit.daemon.Status;
import java.util.List;
import org.junit.jupiter.api.Test;

class OrderPlatformTest {
  private static Design design(boolean orderPlatform) {
    Design plain = Samples.design(List.of("auto"), 1, 1, false);
    return new Design(
        new Design.GuestKind("uml", 1, "packed", true, "eventfd", "host", orderPlatform),
        plain.test(),
        plain.burst(),
        plain.policies(),
        plain.pairs(),
        plain.boots(),
        plain.untilDecided(),
        plain.seconds(),
        plain.marginPercent(),
        plain.controls(),
        plain.doses(),
        plain.seed());
  }

  private static Status status(String features) {
    return new Status(
        "0",
        1,
        "eventfd",
        "tap:x",
        "ready",
        "auto",
        List.of(new Status.Session("1", 2, features, null)));
  }

  @Test
  void whetherItCameThroughIsTold() {
    assertThat(OrderPlatform.notes(design(true), status("IN_ORDER|ORDER_PLATFORM")))
        .singleElement()
        .asString()
        .startsWith("VIRTIO_F_ORDER_PLATFORM was acknowledged");
    assertThat(OrderPlatform.notes(design(true), status("IN_ORDER|ACCESS_PLATFORM")))
        .singleElement()
        .asString()
        .contains("not acknowledged: the front-end filtered it");
    assertThat(design(true).title()).contains("ORDER_PLATFORM offered");
  }

  @Test
  void nothingIsSaidWhereItWasNotOffered() {
    assertThat(OrderPlatform.notes(design(false), status("ORDER_PLATFORM"))).isEmpty();
    assertThat(design(false).title()).doesNotContain("ORDER_PLATFORM");
  }
}
