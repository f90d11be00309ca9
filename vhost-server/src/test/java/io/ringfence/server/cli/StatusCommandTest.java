package io.ringfence.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ringfence.server.StatusView;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@code ringfence status} prints of what the admin interface answers. */
class StatusCommandTest {
  private static final String FIRST =
      "ringfence 0.1.0 pid=7 socket=/s uplink=loopback mode=eventfd barriers=auto\n";

  private static String printed(StatusView.Capture capture) {
    var view =
        new StatusView(
            "0.1.0",
            7,
            "/s",
            "eventfd",
            "loopback",
            "ready",
            null,
            "auto",
            List.of(),
            List.of(),
            capture);
    var text = new StringWriter();
    StatusCommand.print(new ObjectMapper().valueToTree(view), new PrintWriter(text, true));
    return text.toString();
  }

  @Test
  void aDaemonWithoutACaptureHasNoLineOfOne() {
    assertThat(printed(null)).isEqualTo(FIRST);
  }

  @Test
  void aCaptureIsNamedAndSoIsWhyItEnded() {
    assertThat(printed(new StatusView.Capture("/c", "running", null)))
        .isEqualTo(FIRST + "capture file=/c state=running\n");
    assertThat(printed(new StatusView.Capture("/c", "ended", "No space left on device")))
        .isEqualTo(FIRST + "capture file=/c state=ended reason=No space left on device\n");
  }
}
