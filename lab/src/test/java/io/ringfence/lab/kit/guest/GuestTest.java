package io.ringfence.lab.kit.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringfence.lab.LabException;
import io.ringfence.lab.kit.process.UnixPeer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuestTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @TempDir Path directory;

  private UnixPeer agent(UnixPeer.Script script) throws Exception {
    return UnixPeer.listen(directory.resolve("agent.sock"), script);
  }

  private Guest connect() throws Exception {
    return Guest.connect(directory.resolve("agent.sock"));
  }

  @Test
  void aCommandGivesItsOutputByLineAndItsStatus() throws Exception {
    List<String> lines = new ArrayList<>();
    UnixPeer.Script script =
        (in, out) -> {
          out.write("noise of an earlier host\nringfence: ready\n");
          assertThat(in.readLine()).isEqualTo("ls");
          out.write("one\r\ntw");
          out.write("o\n\nringfence: exit 3\n");
          in.readLine();
        };
    try (UnixPeer peer = agent(script);
        Guest guest = connect()) {
      guest.waitUntilReady(SECOND);

      assertThat(guest.run("ls", SECOND, lines::add)).isEqualTo(new Guest.Output(3, "one\ntwo\n"));
      assertThat(lines).containsExactly("one", "two", "");
      assertThat(peer).isNotNull();
    }
  }

  @Test
  void outputWithoutANewlineAtItsEndIsNotLost() throws Exception {
    UnixPeer.Script script =
        (in, out) -> {
          in.readLine();
          out.write("abcringfence: exit 0\n");
          in.readLine();
        };
    try (UnixPeer peer = agent(script);
        Guest guest = connect()) {
      assertThat(guest.mustRun("printf abc", SECOND)).isEqualTo("abc");
      assertThat(peer).isNotNull();
    }
  }

  @Test
  void aFailedCommandIsToldWithItsOutput() throws Exception {
    UnixPeer.Script script =
        (in, out) -> {
          in.readLine();
          out.write("no route\nringfence: exit 1\n");
          in.readLine();
        };
    try (UnixPeer peer = agent(script);
        Guest guest = connect()) {
      assertThat(peer).isNotNull();
      assertThatThrownBy(() -> guest.mustRun("ping x", SECOND))
          .isInstanceOf(LabException.class)
          .hasMessage("\"ping x\" in the guest: exit status 1: no route");
    }
  }

  @Test
  void aGuestThatHangsIsToldAfterItsTime() throws Exception {
    try (UnixPeer peer = agent((in, out) -> drain(in));
        Guest guest = connect()) {
      assertThat(peer).isNotNull();
      assertThatThrownBy(() -> guest.run("sleep 9", Duration.ofMillis(200)))
          .hasMessage("the guest has not ended \"sleep 9\" within 0.2 s");
    }
  }

  @Test
  void aGuestThatGoesAwayIsTold() throws Exception {
    try (UnixPeer peer = agent((in, out) -> in.readLine());
        Guest guest = connect()) {
      assertThat(peer).isNotNull();
      assertThatThrownBy(() -> guest.run("true", SECOND))
          .hasMessageStartingWith("the guest went away during \"true\"");
    }
  }

  private static void drain(java.io.BufferedReader in) throws java.io.IOException {
    while (in.readLine() != null) {
      // Take everything, answer nothing.
    }
  }
}
