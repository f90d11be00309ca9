package io.ringfence.lab.measure.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ringfence.lab.LabException;
import io.ringfence.lab.kit.daemon.DaemonAdmin;
import io.ringfence.lab.kit.process.UnixPeer;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RosterTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path directory;
  private final List<String> asked = new CopyOnWriteArrayList<>();

  /** Answers every PUT as the daemon on x86-64 does. */
  private UnixPeer daemon(String refused) throws Exception {
    return UnixPeer.listen(
        directory.resolve("admin.sock"),
        (in, out) -> {
          String policy = policyOf(in);
          asked.add(policy);
          String instruction =
              policy.contains("mandatory")
                  ? "mfence"
                  : policy.matches("dose:0*[1-9]0*") ? policy.replaceAll(":0*", ":") : "lock addl";
          String body =
              policy.equals(refused)
                  ? "{\"error\":\"not here\"}"
                  : JSON.writeValueAsString(
                      Map.of(
                          "policy",
                          policy,
                          "correct",
                          true,
                          "points",
                          Map.of("S1", "x", "S5", "y"),
                          "instructions",
                          Map.of("S5", instruction),
                          "architecture",
                          "x86-64"));
          out.write(
              "HTTP/1.1 %s\r\nContent-Length: %d\r\n\r\n%s"
                  .formatted(policy.equals(refused) ? "400 No" : "200 OK", body.length(), body));
        });
  }

  private static String policyOf(BufferedReader in) throws IOException {
    int length = 0;
    for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
      if (line.startsWith("Content-Length: ")) {
        length = Integer.parseInt(line.substring(16));
      }
    }
    char[] body = new char[length];
    assertThat(in.read(body)).isEqualTo(length);
    return JSON.readTree(new String(body)).path("policy").asText();
  }

  private Roster roster(List<String> policies, List<Control> controls) {
    Design sample = Samples.design(policies, 1, 1, false);
    Design design =
        new Design(
            sample.guest(),
            "TCP_RR",
            0,
            policies,
            1,
            1,
            false,
            1,
            1,
            controls,
            List.of(0, 1000),
            1);
    return Roster.of(design, new DaemonAdmin(directory.resolve("admin.sock")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "smp mandatory dma|dma",
        "smp mandatory|auto",
        "mandatory smp|custom:S1=mandatory,S5=mandatory",
        "custom:S5=mandatory smp|custom:S5=mandatory,S5=mandatory",
        "dose:50 smp|dose:050",
      })
  void theReferenceHasATwinOfTheSameInstructions(String policies, String twin) throws Exception {
    try (UnixPeer peer = daemon("")) {
      Roster roster = roster(List.of(policies.split(" ")), List.of(Control.AA));

      assertThat(roster.twin()).isEqualTo(twin);
      assertThat(roster.measured()).contains(twin).doesNotHaveDuplicates();
      assertThat(peer).isNotNull();
    }
  }

  @Test
  void dosesJoinThePoliciesAndTheReferenceIsInForceAtTheEnd() throws Exception {
    try (UnixPeer peer = daemon("")) {
      Roster roster = roster(List.of("smp", "dose:0"), List.of(Control.DOSE, Control.NEGATIVE));

      assertThat(roster.measured()).containsExactly("smp", "dose:0", "dose:1000");
      assertThat(roster.twin()).isNull();
      assertThat(roster.negative()).isEqualTo("none");
      assertThat(asked).endsWith("none", "smp");
      assertThat(peer).isNotNull();
    }
  }

  @Test
  void aPolicyThatTheDaemonRefusesIsToldAtOnce() throws Exception {
    try (UnixPeer peer = daemon("none")) {
      assertThatThrownBy(() -> roster(List.of("smp", "none"), List.of()))
          .isInstanceOf(LabException.class)
          .hasMessage("the daemon answers PUT /barriers with status 400: not here");
      assertThat(peer).isNotNull();
    }
  }
}
