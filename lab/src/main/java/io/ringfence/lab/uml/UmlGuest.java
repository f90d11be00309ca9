package io.ringfence.lab.uml;

import io.ringfence.lab.guest.Guest;
import io.ringfence.lab.host.Tap;
import io.ringfence.lab.process.ChildLines;
import java.nio.file.Path;
import java.util.List;

/**
 * A User Mode Linux kernel, which is a front-end by itself. It has one CPU, runs the host's
 * instructions natively, and its agent is on a serial line that is its standard input and output.
 */
public final class UmlGuest implements AutoCloseable {
  private final ChildLines lines;
  private final Guest guest;

  private UmlGuest(ChildLines lines) {
    this.lines = lines;
    guest = Guest.on(lines);
  }

  /**
   * Starts it; it still boots.
   *
   * @param image a directory with {@code kernel} and {@code initramfs}
   * @param socket where the daemon listens
   */
  public static UmlGuest start(Path image, Path directory, Path socket) {
    List<String> command =
        List.of(
            image.resolve("kernel").toString(),
            "mem=256M",
            "initrd=" + image.resolve("initramfs"),
            "root=/dev/ram0",
            "rdinit=/init",
            "uml_dir=" + directory + "/",
            "virtio_uml.device=" + socket + ":1",
            "con=null",
            "ssl0=fd:0,fd:1",
            "ringfence.agent=/dev/ttyS0",
            "ringfence.address=%s/%d".formatted(Tap.GUEST_ADDRESS, Tap.PREFIX_LENGTH));
    return new UmlGuest(ChildLines.start("User Mode Linux", command, directory));
  }

  /** Its agent. */
  public Guest guest() {
    return guest;
  }

  /** What it said last. */
  public String lastLines() {
    return lines.child().lastLines(15);
  }

  @Override
  public void close() {
    lines.close();
  }
}
