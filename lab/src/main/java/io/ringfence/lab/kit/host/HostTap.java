package io.ringfence.lab.kit.host;

import io.ringfence.lab.LabException;
import io.ringfence.lab.kit.process.Child;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A TAP device with an address, in this program's network namespace. */
public final class HostTap implements AutoCloseable {
  /** The host's side of the TAP, and the guest's. */
  public static final String HOST_ADDRESS = "10.77.0.1";

  public static final String GUEST_ADDRESS = "10.77.0.2";
  public static final int PREFIX_LENGTH = 24;

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Pattern ETHERNET = Pattern.compile("link/ether (\\S+)");

  private final String name;
  private final String hostAddress;
  private final int queues;

  private HostTap(String name, String hostAddress, int queues) {
    this.name = name;
    this.hostAddress = hostAddress;
    this.queues = queues;
  }

  /**
   * Creates the TAP, gives it the host's address and sets it and the loopback up.
   *
   * @throws LabException if the namespace already has a network of its own, or if {@code ip}
   *     refuses
   */
  public static HostTap create(String name) {
    return create(name, 1);
  }

  /** Creates a TAP as {@link #create(String)} does, with {@code queues} queues. */
  public static HostTap create(String name, int queues) {
    checkPrivateNamespace();
    return make(name, HOST_ADDRESS, queues);
  }

  /** Creates one more TAP after {@link #create}, with a host address in another network. */
  public static HostTap another(String name, String hostAddress) {
    return make(name, hostAddress, 1);
  }

  private static HostTap make(String name, String hostAddress, int queues) {
    HostTap tap = new HostTap(name, hostAddress, queues);
    add(name, queues);
    try {
      tap.setUp();
      ip("link", "set", "lo", "up");
      return tap;
    } catch (LabException e) {
      tap.close();
      throw e;
    }
  }

  private void setUp() {
    disableIpv6(name);
    ip("addr", "add", hostAddress + "/" + PREFIX_LENGTH, "dev", name);
    ip("link", "set", name, "up");
  }

  /**
   * Deletes the TAP even while it is open.
   *
   * @return its hardware address, for {@link #createAgain}
   */
  public String delete() {
    Matcher address = ETHERNET.matcher(ip("-o", "link", "show", "dev", name));
    if (!address.find()) {
      throw new LabException("TAP " + name + " has no hardware address");
    }
    ip("link", "delete", name);
    return address.group(1);
  }

  /** Creates it again, with the hardware address that its neighbours know. */
  public void createAgain(String hardwareAddress) {
    add(name, queues);
    ip("link", "set", name, "address", hardwareAddress);
    setUp();
  }

  public String name() {
    return name;
  }

  @Override
  public void close() {
    tuntap("del", name, queues > 1);
  }

  // protects addresses and routes of the machine itself
  static void checkPrivateNamespace() {
    String links = Child.run(List.of("ip", "-o", "link", "show"), PATIENCE);
    String others =
        links
            .lines()
            .map(line -> line.split(": ")[1].replaceAll("@.*", ""))
            .filter(link -> !link.equals("lo"))
            .collect(Collectors.joining(", "));
    if (!others.isEmpty()) {
      throw new LabException(
          "this network namespace has " + others + "; expected a private one with lo alone");
    }
  }

  // The kernel's own neighbour and router messages would count as measured frames.
  static void disableIpv6(String name) {
    Path file = Path.of("/proc/sys/net/ipv6/conf", name, "disable_ipv6");
    if (!Files.exists(file)) {
      return;
    }
    try {
      Files.writeString(file, "1");
    } catch (IOException e) {
      throw new LabException(file + ": " + e.getMessage(), e);
    }
  }

  static void add(String name, int queues) {
    tuntap("add", name, queues > 1, "vnet_hdr");
  }

  private static void tuntap(String command, String name, boolean manyQueues, String... flags) {
    var words = new ArrayList<>(List.of("tuntap", command, "dev", name, "mode", "tap"));
    words.addAll(List.of(flags));
    if (manyQueues) {
      words.add("multi_queue");
    }
    ip(words.toArray(String[]::new));
  }

  static String ip(String... arguments) {
    List<String> command = new ArrayList<>(List.of("ip"));
    command.addAll(List.of(arguments));
    return Child.run(command, PATIENCE);
  }
}
