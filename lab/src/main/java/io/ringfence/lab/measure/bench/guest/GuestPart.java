package io.ringfence.lab.measure.bench.guest;

import io.ringfence.lab.kit.testbed.Setup;
import io.ringfence.lab.measure.bench.Bench;
import io.ringfence.lab.measure.bench.Figure;
import java.nio.file.Path;
import java.util.List;

/**
 * netperf in one QEMU guest with a card of each kind, so that only the back-end differs: request
 * and response, bulk out of the guest and into it.
 */
public final class GuestPart {
  /** The part's name. */
  public static final String NAME = "guest";

  private final Bench bench;
  private final Setup setup;
  private final Path passt;

  /**
   * Prepares this guest.
   *
   * @param passt the program; null if none with vhost-user is available
   */
  public GuestPart(Bench bench, Setup setup, Path passt) {
    this.bench = bench;
    this.setup = setup;
    this.passt = passt;
  }

  /** Returns the figures of all tests. */
  public List<Figure> run() {
    bench.progress().say("guest: booting");
    QemuGuest guest = new QemuGuest(setup, bench, passt);
    bench.progress().say("guest: " + guest.host());
    return new NetperfRounds(NAME, bench, "QEMU", guest::qemuMicros, guest.cards()).run(true);
  }
}
