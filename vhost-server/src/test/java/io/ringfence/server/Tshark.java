package io.ringfence.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Wireshark's reading of a capture file, sums of its own included. A machine without it fails:
 * {@code apt install tshark}.
 */
final class Tshark {
  private static final String OUTBOUND = "0x00000002";
  private static final List<String> FIELDS =
      List.of(
          "frame.packet_flags",
          "ip.checksum.status",
          "tcp.checksum.status",
          "udp.checksum.status",
          "ipv6.version");
  private static final String GOOD = "1";

  private Tshark() {}

  static boolean isInstalled() {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "tshark")));
  }

  /** A row a frame: its direction and the state of each checksum. */
  static List<String[]> checksums(Path file) throws IOException {
    var command = new ArrayList<>(List.of("tshark", "-n", "-r", file.toString()));
    for (String protocol : List.of("ip", "tcp", "udp")) {
      command.addAll(List.of("-o", protocol + ".check_checksum:TRUE"));
    }
    // Every frame by itself, whatever others there are of its connection.
    command.addAll(List.of("-o", "tcp.desegment_tcp_streams:FALSE", "-T", "fields"));
    FIELDS.forEach(field -> command.addAll(List.of("-e", field)));
    Path output = Files.createTempFile("tshark", ".out");
    Path errors = Files.createTempFile("tshark", ".err");
    try {
      var process =
          new ProcessBuilder(command)
              .redirectOutput(output.toFile())
              .redirectError(errors.toFile())
              .start();
      int status = process.onExit().join().exitValue();
      assertThat(status).as(Files.readString(errors)).isZero();
      return Files.readAllLines(output).stream().map(line -> line.split("\t", -1)).toList();
    } finally {
      Files.delete(output);
      Files.delete(errors);
    }
  }

  static boolean isOutbound(String[] row) {
    return row[0].equals(OUTBOUND);
  }

  /** Whether the transport's checksum is right, and that of IPv4. */
  static boolean isSound(String[] row) {
    boolean network = row[1].equals(GOOD) || row[4].equals("6");
    return network && (row[2].equals(GOOD) || row[3].equals(GOOD));
  }
}
