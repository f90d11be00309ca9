package io.ringfence.lab.kit.host;

import io.ringfence.lab.LabException;
import io.ringfence.lab.kit.process.Child;
import io.ringfence.lab.kit.process.Waiting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The frames that announce a guest's location to its network, as tshark captures them on the links
 * of this namespace.
 */
public final class Announcements implements AutoCloseable {
  private static final Duration START_PATIENCE = Duration.ofSeconds(20);
  private static final Duration IP_PATIENCE = Duration.ofSeconds(10);
  private static final String STARTED = "Capture started";
  private static final String BROADCAST = "1"; // an incoming frame; an outgoing frame is a 4
  private static final String RARP_ETHERTYPE = "0x8035";
  private static final String RARP_REQUEST = "3"; // RFC 903
  private static final List<String> FIELDS =
      List.of(
          "frame.time_epoch",
          "sll.ifindex",
          "sll.pkttype",
          "sll.etype",
          "arp.src.hw_mac",
          "arp.opcode",
          "arp.isgratuitous");

  /** The kind of an announcement, by its sender. */
  public enum Kind {
    /** Reverse ARP, by the daemon at QEMU's request. */
    RARP,
    /** Gratuitous ARP, by the guest. */
    ARP
  }

  /**
   * One received announcement.
   *
   * @param link name of the TAP or bridge by which it entered
   * @param epochMillis its time, by the kernel's clock
   */
  public record Sighting(Kind kind, String link, long epochMillis) {}

  private final Map<String, String> links = new HashMap<>();
  private final String mac;
  private final List<Sighting> seen = new CopyOnWriteArrayList<>();
  private final Child child;

  private Announcements(Path directory, String mac, List<String> linkNames) {
    this.mac = mac;
    for (String name : linkNames) {
      links.put(index(name), name);
    }
    child = Child.start("tshark", command(directory), directory, this::note);
  }

  /**
   * Starts tshark and returns when it captures.
   *
   * @param mac the guest's Ethernet address, as the guest's kernel writes it
   * @param links names of existing links to watch
   * @throws LabException if tshark cannot capture here
   */
  public static Announcements watch(Path directory, String mac, List<String> links) {
    var announcements = new Announcements(directory, mac, links);
    try {
      Waiting.until(
          "tshark to capture",
          START_PATIENCE,
          () -> {
            announcements.child.checkAlive();
            return announcements.child.lastLines(5).contains(STARTED);
          });
      return announcements;
    } catch (RuntimeException e) {
      announcements.close();
      throw e;
    }
  }

  /** Returns the announcements since a time by the kernel's clock, oldest first. */
  public List<Sighting> since(long epochMillis) {
    child.checkAlive();
    return seen.stream().filter(sighting -> sighting.epochMillis() >= epochMillis).toList();
  }

  @Override
  public void close() {
    child.close();
  }

  // tshark's own copy of the capture goes into the run directory, and is deleted with it.
  private static List<String> command(Path directory) {
    List<String> command = new ArrayList<>(List.of("env", "TMPDIR=" + directory, "tshark"));
    command.addAll(List.of("-i", "any", "-y", "LINUX_SLL2", "-f", "arp or rarp", "-l", "-n"));
    command.addAll(List.of("-T", "fields"));
    FIELDS.forEach(field -> command.addAll(List.of("-e", field)));
    return command;
  }

  private void note(String line) {
    sighting(line, mac, links).ifPresent(seen::add);
  }

  /** Parses a line of tshark's. Returns the announcement if one came in by one of the links. */
  static Optional<Sighting> sighting(String line, String mac, Map<String, String> links) {
    String[] field = line.split("\t", -1);
    if (field.length != FIELDS.size()
        || !field[2].equals(BROADCAST)
        || !field[4].equals(mac)
        || !links.containsKey(field[1])) {
      return Optional.empty();
    }
    long millis = (long) (Double.parseDouble(field[0]) * 1000);
    return kind(field[3], field[5], field[6])
        .map(kind -> new Sighting(kind, links.get(field[1]), millis));
  }

  /** Returns empty for an ordinary ARP request. */
  private static Optional<Kind> kind(String etherType, String opcode, String gratuitous) {
    if (etherType.equals(RARP_ETHERTYPE)) {
      return opcode.equals(RARP_REQUEST) ? Optional.of(Kind.RARP) : Optional.empty();
    }
    // Releases of tshark print a true value differently.
    return gratuitous.equals("1") || gratuitous.equals("True")
        ? Optional.of(Kind.ARP)
        : Optional.empty();
  }

  // java.net.NetworkInterface does not find links without an address.
  private static String index(String link) {
    return Child.run(List.of("ip", "-o", "link", "show", "dev", link), IP_PATIENCE).split(":")[0];
  }
}
