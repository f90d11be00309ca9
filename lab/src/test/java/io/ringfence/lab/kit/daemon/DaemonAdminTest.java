package io.ringfence.lab.kit.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringfence.lab.LabException;
import io.ringfence.lab.kit.process.UnixPeer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DaemonAdminTest {
  private static final String BARRIERS =
      """
      {"policy":"smp","correct":true,"points":{"S1":"loadLoad"},"instructions":{"S5":"lock addl"},
       "architecture":"x86-64","policies":["auto","smp"],"later":"more"}\
      """;

  @TempDir Path directory;

  private UnixPeer daemon(String response, List<String> requestLines) throws Exception {
    return UnixPeer.listen(
        directory.resolve("admin.sock"),
        (in, out) -> {
          int length = 0;
          for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
            requestLines.add(line);
            if (line.startsWith("Content-Length: ")) {
              length = Integer.parseInt(line.substring(16));
            }
          }
          char[] body = new char[length];
          for (int read = 0; read < length; ) {
            read += in.read(body, read, length - read);
          }
          requestLines.add(new String(body));
          out.write(response);
        });
  }

  private static String ok(String body) {
    return "HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n%s".formatted(body.length(), body);
  }

  private DaemonAdmin client() {
    return new DaemonAdmin(directory.resolve("admin.sock"));
  }

  @Test
  void aSwapPutsThePolicyAsJsonAndGivesWhatItExecutes() throws Exception {
    List<String> request = Collections.synchronizedList(new ArrayList<>());
    try (UnixPeer peer = daemon(ok(BARRIERS), request)) {
      BarrierStatus barriers = client().setBarriers("smp");

      assertThat(barriers.instructions()).isEqualTo(Map.of("S5", "lock addl"));
      assertThat(barriers.policies()).containsExactly("auto", "smp");
      assertThat(request)
          .containsExactly(
              "PUT /barriers HTTP/1.1",
              "Host: localhost",
              "Connection: close",
              "Content-Type: application/json",
              "Content-Length: 16",
              "{\"policy\":\"smp\"}");
      assertThat(peer).isNotNull();
    }
  }

  @Test
  void aSwapThatLeavesAnotherPolicyInForceIsAnError() throws Exception {
    try (UnixPeer peer = daemon(ok(BARRIERS), new ArrayList<>())) {
      assertThat(peer).isNotNull();
      assertThatThrownBy(() -> client().setBarriers("dma"))
          .isInstanceOf(LabException.class)
          .hasMessage("policy smp is in force after a swap to dma");
    }
  }

  @Test
  void aRefusalGivesTheDaemonsReason() throws Exception {
    String body = "{\"error\":\"policy none is not sound here; --allow-unsafe takes it\"}";
    String response =
        "HTTP/1.1 400 Bad Request\r\nContent-Length: %d\r\n\r\n%s".formatted(body.length(), body);
    try (UnixPeer peer = daemon(response, new ArrayList<>())) {
      assertThat(peer).isNotNull();
      assertThatThrownBy(() -> client().setBarriers("none"))
          .hasMessage(
              "the daemon answers PUT /barriers with status 400: "
                  + "policy none is not sound here; --allow-unsafe takes it");
    }
  }

  @Test
  void countersAreSummedOverVringsAndSubtracted() throws Exception {
    String body =
        """
        {"nanoTime":5,"processCpuNanos":7000,"workers":[
         {"name":"w0","cpuNanos":900,"allocatedBytes":16}],"vrings":[
         {"session":"1","index":0,"role":"rx","frames":2,"bytes":9,"kicks":3,"calls":4,
          "callsSuppressed":5,"rechecksFoundWork":6,"dropped":7},
         {"session":"1","index":1,"role":"tx","frames":10,"bytes":10,"kicks":10,"calls":10,
          "callsSuppressed":10,"rechecksFoundWork":10,"dropped":10}]}\
        """;
    try (UnixPeer peer = daemon(ok(body), new ArrayList<>())) {
      Stats stats = client().stats();

      assertThat(stats.workers()).containsExactly(new Stats.Worker("w0", 900, 16));
      RingCounts sums = new RingCounts(counts(12, 19, 13, 14, 15, 16, 17));
      assertThat(stats.totals()).isEqualTo(sums);
      assertThat(stats.totals().lostNotifications()).as("not reported").isNull();
      assertThat(sums.since(new RingCounts(counts(2, 9, 3, 4, 5, 6, 7))))
          .isEqualTo(new RingCounts(counts(10, 10, 10, 10, 10, 10, 10)));
      assertThat(peer).isNotNull();
    }
  }

  private static Map<String, Long> counts(long... counts) {
    var names =
        List.of(
            "frames", "bytes", "kicks", "calls", "callsSuppressed", "rechecksFoundWork", "dropped");
    var byName = new HashMap<String, Long>();
    for (int i = 0; i < counts.length; i++) {
      byName.put(names.get(i), counts[i]);
    }
    return byName;
  }

  @Test
  void aCounterOfANewerDaemonIsKeptAndOtherFieldsAreNot() throws Exception {
    String body =
        """
        {"vrings":[{"index":0,"frames":3,"later":4,"state":"running","parts":[1]}]}\
        """;
    try (UnixPeer peer = daemon(ok(body), new ArrayList<>())) {
      RingCounts totals = client().stats().totals();

      assertThat(totals.byName()).isEqualTo(Map.of("frames", 3L, "later", 4L));
      assertThat(peer).isNotNull();
    }
  }

  @Test
  void withoutARingNothingIsLost() throws Exception {
    try (UnixPeer peer = daemon(ok("{\"vrings\":[]}"), new ArrayList<>())) {
      RingCounts none = client().stats().totals();

      assertThat(none.lostNotifications()).isZero();
      assertThat(new RingCounts(counts(5)).since(none).frames()).isEqualTo(5);
      assertThat(peer).isNotNull();
    }
  }

  @Test
  void lostNotificationsAreSummedWhereTheDaemonCountsThem() throws Exception {
    String body =
        """
        {"vrings":[{"index":0,"lostKicks":0,"lostCalls":5},{"index":1,"lostKicks":2,"lostCalls":1}]}\
        """;
    try (UnixPeer peer = daemon(ok(body), new ArrayList<>())) {
      RingCounts totals = client().stats().totals();

      assertThat(totals.lostKicks()).isEqualTo(2);
      assertThat(totals.lostCalls()).isEqualTo(6);
      assertThat(totals.lostNotifications()).isEqualTo(8);
      assertThat(totals.since(totals).lostCalls()).isZero();
      assertThat(peer).isNotNull();
    }
  }

  @Test
  void aBodyWithoutLengthEndsWithTheConnection() throws Exception {
    try (UnixPeer peer = daemon("HTTP/1.1 200 OK\r\n\r\n" + BARRIERS, new ArrayList<>())) {
      assertThat(client().barriers().architecture()).isEqualTo("x86-64");
      assertThat(peer).isNotNull();
    }
  }

  @Test
  void aBodyCutShortIsAnError() throws Exception {
    String response = "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{}";
    try (UnixPeer peer = daemon(response, new ArrayList<>())) {
      assertThat(peer).isNotNull();
      assertThatThrownBy(() -> client().stats())
          .isInstanceOf(LabException.class)
          .hasMessageEndingWith("admin.sock: ended after 2 of 50 bytes");
    }
  }

  @Test
  void whatIsNotHttpIsAnError() throws Exception {
    try (UnixPeer peer = daemon("SSH-2.0-x\r\n\r\n", new ArrayList<>())) {
      assertThat(peer).isNotNull();
      assertThatThrownBy(() -> client().stats())
          .hasMessageEndingWith("status line \"SSH-2.0-x\"; expected HTTP/1.1 and three digits");
    }
  }

  @Test
  void noDaemonIsAnError() {
    assertThatThrownBy(() -> client().stats())
        .isInstanceOf(LabException.class)
        .hasMessageStartingWith("GET /stats at ");
  }
}
