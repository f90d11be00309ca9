package io.ringfence.server.admin;

import io.ringfence.server.os.SocketPath;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The address of a daemon's admin interface: {@code unix:PATH} or {@code tcp:HOST:PORT}. */
public sealed interface AdminAddress {
  String ALLOWED = "allowed unix:PATH or tcp:127.0.0.1:PORT";

  /** Returns the address for a connection of the JDK or of Netty. */
  SocketAddress socketAddress();

  /** A socket file; {@code path} is absolute. */
  record Unix(Path path) implements AdminAddress {
    /** The JDK's limit, one less than {@link SocketPath#MOST_BYTES}. */
    static final int MAX_PATH_BYTES = 106;

    public Unix {
      path = path.toAbsolutePath().normalize();
      SocketPath.check(path, MAX_PATH_BYTES);
    }

    @Override
    public SocketAddress socketAddress() {
      return UnixDomainSocketAddress.of(path);
    }

    @Override
    public String toString() {
      return "unix:" + path;
    }
  }

  /** A loopback address; port 0 lets a server take a free one. */
  record Tcp(InetAddress host, int port) implements AdminAddress {
    public Tcp {
      if (!host.isLoopbackAddress()) {
        throw new IllegalArgumentException(
            "admin address on %s, allowed on a loopback address only"
                .formatted(host.getHostAddress()));
      }
      if (port < 0 || port > 65535) {
        throw new IllegalArgumentException("port " + port + ", allowed 0 to 65535");
      }
    }

    @Override
    public SocketAddress socketAddress() {
      return new InetSocketAddress(host, port);
    }

    @Override
    public String toString() {
      String literal = host.getHostAddress();
      return "tcp:" + (literal.contains(":") ? "[" + literal + "]" : literal) + ":" + port;
    }
  }

  /**
   * @throws IllegalArgumentException if it is neither form, or not on a loopback address
   */
  static AdminAddress parse(String text) {
    if (text.startsWith("unix:") && text.length() > "unix:".length()) {
      return new Unix(Path.of(text.substring("unix:".length())));
    }
    int colon = text.lastIndexOf(':');
    if (!text.startsWith("tcp:") || colon <= "tcp:".length()) {
      throw new IllegalArgumentException("admin address \"" + text + "\", " + ALLOWED);
    }
    return new Tcp(
        host(text, text.substring("tcp:".length(), colon)), port(text, text.substring(colon + 1)));
  }

  /**
   * Returns the address of daemons and clients without {@code --admin}: {@code
   * $XDG_RUNTIME_DIR/ringfence/admin.sock}, or {@code /tmp/ringfence-UID/admin.sock} if that
   * directory does not exist. The server creates the directory with access for its user only.
   */
  static AdminAddress defaultAddress() {
    return defaultAddress(System.getenv());
  }

  static AdminAddress defaultAddress(Map<String, String> environment) {
    String runtime = environment.getOrDefault("XDG_RUNTIME_DIR", "");
    boolean usable = !runtime.isEmpty() && Files.isDirectory(Path.of(runtime));
    Path directory =
        usable ? Path.of(runtime, "ringfence") : Path.of("/tmp", "ringfence-" + userId());
    return new Unix(directory.resolve("admin.sock"));
  }

  private static Object userId() {
    try {
      return Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    } catch (IOException failed) {
      throw new IllegalStateException("no user id in /proc/self: " + failed.getMessage(), failed);
    }
  }

  private static InetAddress host(String text, String host) {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException unknown) {
      throw new IllegalArgumentException(
          "admin address \"%s\" with unknown host %s, %s".formatted(text, host, ALLOWED), unknown);
    }
  }

  private static int port(String text, String port) {
    try {
      return Integer.parseInt(port);
    } catch (NumberFormatException notANumber) {
      throw new IllegalArgumentException(
          "admin address \"%s\" with port \"%s\", %s".formatted(text, port, ALLOWED), notANumber);
    }
  }
}
