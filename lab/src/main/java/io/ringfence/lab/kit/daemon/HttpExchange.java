package io.ringfence.lab.kit.daemon;

import io.ringfence.lab.kit.process.UnixStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * One HTTP/1.1 request and response over a Unix socket, which java.net.http does not support. One
 * connection per exchange. A body ends by Content-Length or with the connection (RFC 9112 section
 * 6.3). Chunked bodies are refused: the daemon sends none.
 */
final class HttpExchange {
  private static final int MAX_HEADERS = 100;

  private HttpExchange() {}

  /**
   * Sends a request and returns the reply.
   *
   * @param body sent as JSON; empty for none
   * @throws IOException if nothing listens, or the answer is not HTTP/1.1
   */
  static HttpReply send(Path socket, String method, String path, String body, Duration patience)
      throws IOException {
    try (UnixStream stream = UnixStream.connect(socket)) {
      stream.write(request(method, path, body), patience);
      int status = statusOf(line(stream, patience));
      Map<String, String> headers = headers(stream, patience);
      return new HttpReply(status, body(stream, headers, patience));
    }
  }

  private static String request(String method, String path, String body) {
    StringBuilder text = new StringBuilder();
    text.append(method).append(' ').append(path).append(" HTTP/1.1\r\n");
    text.append("Host: localhost\r\nConnection: close\r\n");
    if (!body.isEmpty()) {
      int length = body.getBytes(StandardCharsets.UTF_8).length;
      text.append("Content-Type: application/json\r\n");
      text.append("Content-Length: ").append(length).append("\r\n");
    }
    return text.append("\r\n").append(body).toString();
  }

  private static String line(UnixStream stream, Duration patience) throws IOException {
    String line =
        stream
            .readLine(patience)
            .orElseThrow(() -> new IOException("connection ended inside the response's head"));
    return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
  }

  private static int statusOf(String line) throws IOException {
    if (!line.matches("HTTP/1\\.[01] [1-5][0-9][0-9]( .*)?")) {
      throw new IOException("status line \"" + line + "\"; expected HTTP/1.1 and three digits");
    }
    return Integer.parseInt(line.substring(9, 12));
  }

  private static Map<String, String> headers(UnixStream stream, Duration patience)
      throws IOException {
    Map<String, String> headers = new TreeMap<>();
    for (int i = 0; i < MAX_HEADERS; i++) {
      String line = line(stream, patience);
      if (line.isEmpty()) {
        return headers;
      }
      int colon = line.indexOf(':');
      if (colon < 1) {
        throw new IOException("header line \"" + line + "\" has no colon");
      }
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    throw new IOException("more than " + MAX_HEADERS + " header lines");
  }

  private static String body(UnixStream stream, Map<String, String> headers, Duration patience)
      throws IOException {
    if (headers.containsKey("transfer-encoding")) {
      throw new IOException(
          "transfer-encoding " + headers.get("transfer-encoding") + "; expected content-length");
    }
    String length = headers.getOrDefault("content-length", "-1");
    if (!length.matches("-1|[0-9]{1,9}")) {
      throw new IOException("content-length \"" + length + "\"; expected up to nine digits");
    }
    return new String(stream.readBytes(Integer.parseInt(length), patience), StandardCharsets.UTF_8);
  }
}
