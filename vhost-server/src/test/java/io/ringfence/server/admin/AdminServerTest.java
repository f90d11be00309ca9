package io.ringfence.server.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AdminServerTest {
  private static final String CLOSE = "Host: localhost\r\nConnection: close\r\n";

  private final TestRoutes routes = new TestRoutes();
  private AdminServer server;
  private AdminClient client;

  @BeforeEach
  void start(@TempDir Path directory) throws IOException {
    server =
        new AdminServer(new AdminAddress.Unix(directory.resolve("admin.sock")), routes.table());
    client = new AdminClient(server.address(), Duration.ofSeconds(20));
  }

  @AfterEach
  void stop() {
    routes.slowMayEnd.countDown();
    client.close();
    server.close();
  }

  @Test
  void recordsArriveAsJson() throws IOException {
    JsonNode status = client.get("/status");
    assertThat(status).hasToString("{\"state\":\"running\",\"sessions\":[\"a\",\"b\"]}");
  }

  @Test
  void aPolicyIsSwappedByPut() throws IOException {
    assertThat(client.get("/barriers?verbose=1")).hasToString("{\"policy\":\"auto\"}");
    assertThat(client.put("/barriers", Map.of("policy", "smp")))
        .hasToString("{\"policy\":\"smp\"}");
    assertThat(client.get("/barriers")).hasToString("{\"policy\":\"smp\"}");
  }

  @Test
  void theClientTellsTheDaemonsErrors() {
    assertThatThrownBy(() -> client.put("/barriers", Map.of("policy", "sequential")))
        .isInstanceOf(IOException.class)
        .hasMessage("policy \"sequential\", allowed auto, smp");
    assertThatThrownBy(() -> client.get("/nothing"))
        .isInstanceOf(IOException.class)
        .hasMessage("GET /nothing: no such path, allowed /status, /stats, /barriers, /take-over");
  }

  @Test
  void errorsAreJsonWithTheirStatus() throws IOException {
    assertThat(put("{\"policy\":\"none\"}"))
        .startsWith("HTTP/1.1 409 Conflict\r\n")
        .contains("content-type: application/json\r\n")
        .endsWith("{\"error\":\"policy none, allowed only with --allow-unsafe\"}\n");
    assertThat(exchange("GET /nothing HTTP/1.1\r\n" + CLOSE + "\r\n"))
        .startsWith("HTTP/1.1 404 Not Found\r\n");
    assertThat(exchange("DELETE /barriers HTTP/1.1\r\n" + CLOSE + "\r\n"))
        .startsWith("HTTP/1.1 405 Method Not Allowed\r\n")
        .contains("allow: GET, PUT\r\n")
        .endsWith("{\"error\":\"DELETE /barriers: method not allowed, allowed GET, PUT\"}\n");
  }

  @Test
  void aBugInARouteIsA500AndTheServerLivesOn() throws IOException {
    assertThat(exchange("GET /stats HTTP/1.1\r\n" + CLOSE + "\r\n"))
        .startsWith("HTTP/1.1 500 Internal Server Error\r\n")
        .endsWith("{\"error\":\"the daemon failed to answer; its log has the reason\"}\n");
    assertThat(client.get("/status").path("state").asText()).isEqualTo("running");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}|no policy in it",
        "{\"policy\":null}|no policy in it",
        "null|no policy in it",
        "{\"policy\":7}|Cannot coerce",
        "{\"policy\":\"smp\",\"x\":1}|Unrecognized field",
        "{\"policy\":\"smp\"} {}|Trailing token",
        "[\"smp\"]|Cannot deserialize",
        "smp|Unrecognized token",
      })
  void aBodyThatIsNotAPolicyIsRefused(String body, String why) throws IOException {
    assertThat(put(body))
        .startsWith("HTTP/1.1 400 Bad Request\r\n")
        .contains(why)
        .endsWith("; allowed {\\\"policy\\\":\\\"NAME\\\"}\"}\n");
    assertThat(client.get("/barriers")).hasToString("{\"policy\":\"auto\"}");
  }

  @Test
  void anEmptyBodyIsRefused() throws IOException {
    assertThat(put("")).startsWith("HTTP/1.1 400 Bad Request\r\n").contains("body empty: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hello\r\n\r\n",
        "GET /status\r\n\r\n",
        "GET  HTTP/1.1\r\n\r\n",
        "\u0000\u0001\r\n\r\n"
      })
  void whatIsNotHttpIsA400AndTheEndOfThatConnection(String text) throws IOException {
    assertThat(exchange(text))
        .startsWith("HTTP/1.1 400 Bad Request\r\n")
        .contains("connection: close\r\n", "{\"error\":\"not HTTP/1.1: ");
    assertThat(client.get("/status").path("state").asText()).isEqualTo("running");
  }

  @Test
  void aLineOrHeaderWithoutEndIsCutOff() throws IOException {
    assertThat(exchange("GET /" + "x".repeat(5000) + " HTTP/1.1\r\n\r\n"))
        .startsWith("HTTP/1.1 400 Bad Request\r\n");
    assertThat(exchange("GET / HTTP/1.1\r\nx: " + "x".repeat(9000) + "\r\n\r\n"))
        .startsWith("HTTP/1.1 400 Bad Request\r\n");
  }

  @Test
  void aBodyOf16KiBIsTheLargest() throws IOException {
    String blanks = " ".repeat(16 * 1024 - "{\"policy\":\"smp\"}".length());
    assertThat(put(blanks + "{\"policy\":\"smp\"}")).startsWith("HTTP/1.1 200 OK\r\n");
    assertThat(put(blanks + " {\"policy\":\"auto\"}"))
        .startsWith("HTTP/1.1 413 Request Entity Too Large\r\n")
        .endsWith("{\"error\":\"request body too large, allowed up to 16384 bytes\"}\n");
    assertThat(client.get("/barriers")).hasToString("{\"policy\":\"smp\"}");
  }

  @Test
  void aBodyThatIsMuchTooLargeDoesNotCostTheClientItsAnswer() throws IOException {
    assertThat(put(" ".repeat(4_000_000)))
        .startsWith("HTTP/1.1 413 Request Entity Too Large\r\n")
        .endsWith("{\"error\":\"request body too large, allowed up to 16384 bytes\"}\n");
  }

  @Test
  void aBodyTooLargeWaitsForTheAnswersBeforeIt() throws Exception {
    try (RawHttp http = new RawHttp(server.address())) {
      http.send(request("PUT", "{\"policy\":\"slow\"}") + request("PUT", " ".repeat(20_000)));
      routes.slowBegun.await();
      routes.slowMayEnd.countDown();
      assertThat(http.readToEnd())
          .containsSubsequence("HTTP/1.1 200", "{\"policy\":\"slow\"}\n", "HTTP/1.1 413");
    }
  }

  @Test
  void nothingIsDoneForARequestAfterTheLastOfAConnection() throws Exception {
    assertThat(
            exchange(
                "GET /barriers HTTP/1.1\r\n"
                    + CLOSE
                    + "\r\n"
                    + request("PUT", "{\"policy\":\"smp\"}")))
        .containsOnlyOnce("HTTP/1.1 ");
    assertThat(client.get("/barriers")).hasToString("{\"policy\":\"auto\"}");
  }

  @Test
  void aBodyInChunksIsLimitedToo() throws IOException {
    StringBuilder chunks = new StringBuilder("PUT /barriers HTTP/1.1\r\n" + CLOSE);
    chunks.append("Transfer-Encoding: chunked\r\n\r\n");
    for (int i = 0; i < 5; i++) {
      chunks.append("1000\r\n").append(" ".repeat(0x1000)).append("\r\n");
    }
    assertThat(exchange(chunks.toString())).startsWith("HTTP/1.1 413 Request Entity Too Large\r\n");
  }

  @Test
  void aSlowSwapHoldsUpNobodyElse() throws Exception {
    CompletableFuture<String> swap =
        CompletableFuture.supplyAsync(() -> {
          try {
            return put("{\"policy\":\"slow\"}");
          } catch (IOException failed) {
            throw new IllegalStateException(failed);
          }
        });
    routes.slowBegun.await();
    assertThat(client.get("/status").path("state").asText()).isEqualTo("running");
    assertThat(swap).isNotDone();
    routes.slowMayEnd.countDown();
    assertThat(swap.get()).endsWith("{\"policy\":\"slow\"}\n");
  }

  @Test
  void pipelinedRequestsAreAnsweredInTheirOrder() throws Exception {
    try (RawHttp http = new RawHttp(server.address())) {
      http.send(
          request("PUT", "{\"policy\":\"slow\"}")
              + "GET /status HTTP/1.1\r\nHost: localhost\r\n\r\n"
              + "GET /barriers HTTP/1.1\r\n"
              + CLOSE
              + "\r\n");
      routes.slowBegun.await();
      routes.slowMayEnd.countDown();
      assertThat(http.readToEnd())
          .containsSubsequence(
              "{\"policy\":\"slow\"}\n", "\"state\":\"running\"", "{\"policy\":\"slow\"}\n");
    }
  }

  @Test
  void aConnectionCanBeUsedAgain() throws IOException {
    try (RawHttp http = new RawHttp(server.address())) {
      for (int i = 0; i < 3; i++) {
        http.send("GET /barriers HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assertThat(http.readUntil("}\n")).startsWith("HTTP/1.1 200 OK\r\n");
      }
    }
  }

  @Test
  void aRequestInSingleBytesIsAnswered() throws IOException {
    try (RawHttp http = new RawHttp(server.address())) {
      for (char one : ("GET /barriers HTTP/1.1\r\n" + CLOSE + "\r\n").toCharArray()) {
        http.send(String.valueOf(one));
      }
      assertThat(http.readToEnd()).endsWith("{\"policy\":\"auto\"}\n");
    }
  }

  private String put(String body) throws IOException {
    return exchange(
        "PUT /barriers HTTP/1.1\r\n"
            + CLOSE
            + "Content-Length: "
            + body.length()
            + "\r\n\r\n"
            + body);
  }

  private static String request(String method, String body) {
    return method
        + " /barriers HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }

  private String exchange(String text) throws IOException {
    return RawHttp.exchange(server.address(), text);
  }
}
