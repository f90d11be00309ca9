package io.ringfence.server.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Responses that are not JSON, and requests with parameters and bodies of other kinds. */
class ResponseTest {
  private static final String METRICS = "text/plain; version=0.0.4; charset=utf-8";

  record Plan(int slices, String order) {
    Plan {
      if (slices < 1) {
        throw new IllegalArgumentException("slices " + slices + ", allowed 1 or more");
      }
    }
  }

  record Seen(long from) {}

  private AdminServer server;

  @BeforeEach
  void start(@TempDir Path directory) throws IOException {
    List<Route> routes =
        List.of(
            Route.get("/metrics", _ -> Response.text(METRICS, "# HELP frames\u00e9\nframes 1\n")),
            Route.get("/", _ -> Response.text("text/html; charset=utf-8", "<h1>rings</h1>")),
            Route.get("/slices", request -> Response.json(new Seen(request.number("from", 7)))),
            Route.get(
                "/name",
                request ->
                    Response.text("text/plain", request.parameter("name").orElse("nothing"))),
            Route.post(
                "/plan",
                request ->
                    Response.json(
                        request.json(Plan.class, "{\"slices\":N,\"order\":\"mirrored\"}"))),
            Route.delete("/plan", _ -> Response.json(new Seen(0))));
    server = new AdminServer(new AdminAddress.Unix(directory.resolve("admin.sock")), routes);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private String get(String target) throws IOException {
    return exchange("GET", target, "");
  }

  private String exchange(String method, String target, String body) throws IOException {
    return RawHttp.exchange(
        server.address(),
        "%s %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(method, target, body.length(), body));
  }

  @Test
  void aResponseHasItsOwnContentTypeAndBytes() throws IOException {
    assertThat(get("/metrics"))
        .startsWith("HTTP/1.1 200 OK\r\n")
        .contains("content-type: " + METRICS + "\r\n", "content-length: 25\r\n")
        .endsWith("\r\n\r\n# HELP frames\u00c3\u00a9\nframes 1\n"); // the bytes of UTF-8
    assertThat(get("/"))
        .contains("content-type: text/html; charset=utf-8\r\n")
        .endsWith("\r\n\r\n<h1>rings</h1>");
  }

  @Test
  void aMethodThatThePathDoesNotTakeIsRefusedWithThoseItTakes() throws IOException {
    assertThat(exchange("DELETE", "/plan", "")).startsWith("HTTP/1.1 200 OK\r\n");
    assertThat(exchange("PUT", "/plan?x=1", "{}"))
        .startsWith("HTTP/1.1 405 Method Not Allowed\r\n")
        .contains("allow: POST, DELETE\r\n", "content-type: application/json\r\n")
        .endsWith("{\"error\":\"PUT /plan: method not allowed, allowed POST, DELETE\"}\n");
  }

  @ParameterizedTest
  @CsvSource({
    "/slices, 7",
    "/slices?, 7",
    "/slices?from=0, 0",
    "/slices?a=b&from=123&c, 123",
    "/slices?from=999999999999999999, 999999999999999999"
  })
  void aParameterIsANumber(String target, long from) throws IOException {
    assertThat(get(target)).endsWith("{\"from\":" + from + "}\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "-1", "1.5", "0x10", "1000000000000000000", "1%202"})
  void aParameterThatIsNoNumberIsRefused(String value) throws IOException {
    assertThat(get("/slices?from=" + value))
        .startsWith("HTTP/1.1 400 Bad Request\r\n")
        .endsWith(
            "{\"error\":\"query parameter from=%s, allowed a decimal number of 1 to 18 digits\"}\n"
                .formatted(value.replace("%20", " ")));
  }

  @Test
  void aParameterIsDecodedAndStandsThereOnce() throws IOException {
    assertThat(get("/name?name=a%26b+c")).endsWith("\r\n\r\na&b c");
    assertThat(get("/name?names=x")).endsWith("\r\n\r\nnothing");
    assertThat(get("/name?name=a&name=b"))
        .startsWith("HTTP/1.1 400 Bad Request\r\n")
        .endsWith("{\"error\":\"query parameter name appears 2 times, allowed once\"}\n");
  }

  @Test
  void aQueryThatIsNotEncodedIsRefusedByARouteThatReadsIt() throws IOException {
    assertThat(get("/name?name=%zz"))
        .startsWith("HTTP/1.1 400 Bad Request\r\n")
        .contains("{\"error\":\"query name=%zz: ")
        .endsWith("; allowed NAME=VALUE, percent-encoded\"}\n");
    assertThat(get("/metrics?name=%zz")).startsWith("HTTP/1.1 200 OK\r\n");
  }

  @Test
  void aBodyIsReadAsARecordThatGivesTheReasonOfItsRefusal() throws IOException {
    assertThat(exchange("POST", "/plan", "{\"slices\":3,\"order\":\"mirrored\"}"))
        .endsWith("{\"slices\":3,\"order\":\"mirrored\"}\n");
    assertThat(exchange("POST", "/plan", "{\"slices\":0}"))
        .startsWith("HTTP/1.1 400 Bad Request\r\n")
        .endsWith(
            "{\"error\":\"body {\\\"slices\\\":0}: slices 0, allowed 1 or more;"
                + " allowed {\\\"slices\\\":N,\\\"order\\\":\\\"mirrored\\\"}\"}\n");
  }

  @Test
  void aRouteStandsInTheTableOnce() {
    Route route = Route.get("/", _ -> Response.json(new Seen(0)));
    assertThatThrownBy(() -> new Router(List.of(route, route)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("route GET / appears twice, allowed once");
  }
}
