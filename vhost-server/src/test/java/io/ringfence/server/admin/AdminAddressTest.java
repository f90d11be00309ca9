package io.ringfence.server.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdminAddressTest {
  @ParameterizedTest
  @CsvSource({
    "unix:/run/x/admin.sock, unix:/run/x/admin.sock",
    "unix:/run/./x/../y, unix:/run/y",
    "tcp:127.0.0.1:8080, tcp:127.0.0.1:8080",
    "tcp:127.1.2.3:0, tcp:127.1.2.3:0",
    "tcp:localhost:65535, tcp:127.0.0.1:65535",
    "tcp:[::1]:80, tcp:[0:0:0:0:0:0:0:1]:80",
  })
  void bothFormsAreReadAndWritten(String text, String written) {
    AdminAddress address = AdminAddress.parse(text);
    assertThat(address).hasToString(written);
    assertThat(AdminAddress.parse(address.toString())).isEqualTo(address);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "unix:", "/run/admin.sock", "tcp:8080", "tcp::8080", "http://127.0.0.1"})
  void anythingElseIsRefusedWithBothForms(String text) {
    assertThatThrownBy(() -> AdminAddress.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("admin address \"" + text + "\", allowed unix:PATH or tcp:127.0.0.1:PORT");
  }

  @Test
  void onlyLoopbackAddressesAreAllowed() {
    for (String host : new String[] {"0.0.0.0", "192.0.2.1", "[::]", "[2001:db8::1]"}) {
      assertThatThrownBy(() -> AdminAddress.parse("tcp:" + host + ":80"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageMatching("admin address on [0-9a-f:.]+, allowed on a loopback address only");
    }
  }

  @Test
  void aPortHasSixteenBits() {
    assertThatThrownBy(() -> AdminAddress.parse("tcp:127.0.0.1:65536"))
        .hasMessage("port 65536, allowed 0 to 65535");
    assertThatThrownBy(() -> AdminAddress.parse("tcp:127.0.0.1:-1"))
        .hasMessage("port -1, allowed 0 to 65535");
    assertThatThrownBy(() -> AdminAddress.parse("tcp:127.0.0.1:x"))
        .hasMessage(
            "admin address \"tcp:127.0.0.1:x\" with port \"x\", allowed unix:PATH or"
                + " tcp:127.0.0.1:PORT");
  }

  @Test
  void aSocketPathHasUpTo106Bytes() {
    String longest = "/" + "x".repeat(105);
    assertThat(AdminAddress.parse("unix:" + longest)).hasToString("unix:" + longest);
    assertThatThrownBy(() -> AdminAddress.parse("unix:" + longest + "y"))
        .hasMessage(
            "socket path of 107 bytes; allowed are at most 106, so choose a shorter one: "
                + longest
                + "y");
  }

  @Test
  void theDefaultIsInTheUsersRuntimeDirectoryOrElseNamedByTheUser(@TempDir Path runtime)
      throws Exception {
    assertThat(AdminAddress.defaultAddress(Map.of("XDG_RUNTIME_DIR", runtime.toString())))
        .hasToString("unix:" + runtime + "/ringfence/admin.sock");
    String fallback =
        "unix:/tmp/ringfence-"
            + Files.getAttribute(Path.of("/proc/self"), "unix:uid")
            + "/admin.sock";
    assertThat(AdminAddress.defaultAddress(Map.of())).hasToString(fallback);
    assertThat(AdminAddress.defaultAddress(Map.of("XDG_RUNTIME_DIR", runtime + "/absent")))
        .hasToString(fallback);
  }
}
