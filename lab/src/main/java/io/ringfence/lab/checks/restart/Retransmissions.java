package io.ringfence.lab.checks.restart;

import io.ringfence.lab.LabException;
import io.ringfence.lab.kit.guest.Guest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** TCP segments that were retransmitted. */
final class Retransmissions {
  private static final String FILE = "/proc/net/snmp";
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private Retransmissions() {}

  /** Returns the count of the guest plus that of this network namespace, since their start. */
  static long of(Guest guest) {
    try {
      return count(guest.mustRun("cat " + FILE, PATIENCE)) + count(Files.readString(Path.of(FILE)));
    } catch (IOException e) {
      throw new LabException(FILE + ": " + e.getMessage(), e);
    }
  }

  /** Parses two lines that begin with "Tcp:": the first has the names, the second the counts. */
  static long count(String snmp) {
    List<String[]> tcp =
        snmp.lines()
            .filter(line -> line.startsWith("Tcp:"))
            .map(line -> line.strip().split(" +"))
            .toList();
    if (tcp.size() == 2) {
      int column = List.of(tcp.getFirst()).indexOf("RetransSegs");
      if (column > 0 && column < tcp.getLast().length) {
        return Long.parseLong(tcp.getLast()[column]);
      }
    }
    throw new LabException(FILE + " has no RetransSegs: " + snmp.strip());
  }
}
