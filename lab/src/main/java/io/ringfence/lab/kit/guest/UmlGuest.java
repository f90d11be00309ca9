package io.ringfence.lab.kit.guest;

import io.ringfence.lab.LabException;
import io.ringfence.lab.kit.daemon.DaemonUnderTest;
import io.ringfence.lab.kit.host.CpuTime;
import io.ringfence.lab.kit.host.HostTap;
import io.ringfence.lab.kit.process.Child;
import io.ringfence.lab.kit.process.ChildLines;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * A User Mode Linux kernel, which is a front-end itself. It has one CPU and runs the host's
 * instructions natively. Its agent is on a serial line that is its standard input and output.
 */
public final class UmlGuest implements GuestHost {
  private final ChildLines lines;
  private final Guest guest;

  private UmlGuest(ChildLines lines) {
    this.lines = lines;
    guest = Guest.on(lines);
  }

  /**
   * Starts the kernel, which still boots on return.
   *
   * @param image a directory with {@code kernel} and {@code initramfs}
   * @param socket the daemon's socket
   */
  public static UmlGuest start(Path image, Path directory, Path socket) {
    return start(image, directory, socket, List.of());
  }

  /** Starts as {@link #start(Path, Path, Path)} does, with more arguments for the kernel. */
  public static UmlGuest start(Path image, Path directory, Path socket, List<String> more) {
    List<String> command = new ArrayList<>(command(image, directory, socket));
    command.addAll(more);
    return new UmlGuest(ChildLines.start("User Mode Linux", command, directory));
  }

  /** Returns program and arguments. */
  public static List<String> command(Path image, Path directory, Path socket) {
    return List.of(
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
        "ringfence.address=%s/%d".formatted(HostTap.GUEST_ADDRESS, HostTap.PREFIX_LENGTH));
  }

  @Override
  public Guest guest() {
    return guest;
  }

  /** Adds the last lines of guest and daemon to an error between them. */
  public LabException explained(LabException e, DaemonUnderTest daemon) {
    return new LabException(
        "%s%nthe daemon's last lines:%n%s%n%s's:%n%s"
            .formatted(
                e.getMessage(),
                Child.indented(daemon.lastLines(8)),
                name(),
                Child.indented(consoleTail(15))),
        e);
  }

  @Override
  public String name() {
    return "User Mode Linux";
  }

  @Override
  public String accelerator() {
    return "native";
  }

  /** Returns the CPU time of the kernel and of the processes that run the guest's programs. */
  @Override
  public long cpuMicros() {
    return CpuTime.ofTree(lines.child().pid());
  }

  @Override
  public void checkAlive() {
    lines.child().checkAlive();
  }

  @Override
  public OptionalInt ended(Duration patience) {
    return lines.child().waitForEnd(patience)
        ? OptionalInt.of(lines.child().exitValue())
        : OptionalInt.empty();
  }

  @Override
  public String consoleTail(int count) {
    return lines.child().lastLines(count);
  }

  @Override
  public void close() {
    lines.close();
  }
}
