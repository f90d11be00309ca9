package io.ringfence.server.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Where a server listens, what it leaves there, and whom it refuses. */
@Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AdminListenTest {
  private static final String GET = "GET /barriers HTTP/1.1\r\nConnection: close\r\n";

  @TempDir private Path directory;

  @Test
  void theSocketIsItsOwnersInADirectoryOfItsOwn() throws IOException {
    Path path = directory.resolve("new/ringfence/admin.sock");
    try (AdminServer server = serve(path)) {
      assertThat(mode(path)).isEqualTo("rw-------");
      assertThat(mode(path.getParent())).isEqualTo("rwx------");
      try (var files = Files.list(path.getParent())) {
        assertThat(files).containsExactly(path);
      }
      assertThat(server.address()).hasToString("unix:" + path);
    }
    assertThat(path).doesNotExist();
    assertThat(path.getParent()).isEmptyDirectory();
  }

  @Test
  void theSocketOfAKilledDaemonIsReplaced() throws IOException {
    Path path = directory.resolve("admin.sock");
    try (ServerSocketChannel killed = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      killed.bind(UnixDomainSocketAddress.of(path));
    }
    assertThat(path).exists();
    try (AdminServer server = serve(path)) {
      assertThat(policy(server.address())).isEqualTo("auto");
    }
    assertThat(path).doesNotExist();
  }

  @Test
  void theSocketOfALivingDaemonIsRefusedAndLeftAlone() throws IOException {
    Path path = directory.resolve("admin.sock");
    try (AdminServer living = serve(path)) {
      assertThatThrownBy(() -> serve(path))
          .isInstanceOf(IOException.class)
          .hasMessage(
              path + ": a daemon listens there already; stop it, or take another --admin address");
      assertThat(policy(living.address())).isEqualTo("auto");
      try (var files = Files.list(directory)) {
        assertThat(files).containsExactly(path);
      }
    }
  }

  @Test
  void aDaemonThatCameMeanwhileIsRefusedWhenTheSocketIsPutInPlace() throws IOException {
    Path path = directory.resolve("admin.sock");
    SocketFile late = SocketFile.claim(path);
    try (ServerSocketChannel bound = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        AdminServer early = serve(path)) {
      bound.bind(UnixDomainSocketAddress.of(late.bindPath()));
      assertThatThrownBy(late::publish)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("a daemon listens there already");
      late.remove();
      assertThat(policy(early.address())).isEqualTo("auto");
      try (var files = Files.list(directory)) {
        assertThat(files).containsExactly(path);
      }
    }
  }

  @Test
  void aFileThatIsNoSocketIsRefusedAndLeftAlone() throws IOException {
    Path path = Files.writeString(directory.resolve("notes"), "precious");
    assertThatThrownBy(() -> serve(path))
        .isInstanceOf(IOException.class)
        .hasMessage(path + ": a file that is no socket is there, allowed is none");
    assertThat(path).hasContent("precious");
    Path link = Files.createSymbolicLink(directory.resolve("link"), path);
    assertThatThrownBy(() -> serve(link)).hasMessageContaining("a file that is no socket");
    assertThat(link).isSymbolicLink();
  }

  @Test
  void theSocketOfASuccessorIsNotRemoved() throws IOException {
    Path path = directory.resolve("admin.sock");
    AdminServer first = serve(path);
    Files.delete(path);
    try (AdminServer second = serve(path)) {
      first.close();
      assertThat(policy(second.address())).isEqualTo("auto");
    }
  }

  @Test
  void aDirectoryThatOthersCanEnterIsNoPlaceForTheDefaultSocket() throws IOException {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x---"));
    assertThatThrownBy(() -> SocketFile.checkPrivate(directory))
        .isInstanceOf(IOException.class)
        .hasMessageMatching(".*: owner .* mode rwx--x---, allowed this user and rwx------");
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    SocketFile.checkPrivate(directory);
  }

  @Test
  void theLongestPathWorksWhateverIsNameOrDirectoryInIt() throws IOException {
    for (String name : new String[] {"/admin.sock", "/s"}) {
      int room = 106 - directory.toString().length() - "/".length() - name.length();
      Path deepest = directory.resolve("x".repeat(room));
      try (AdminServer server = serve(Path.of(deepest + name))) {
        assertThat(policy(server.address())).isEqualTo("auto");
      }
    }
  }

  @Test
  void tcpTakesAFreePortAndIsNotLentTwice() throws IOException {
    try (AdminServer server = serveTcp("tcp:127.0.0.1:0")) {
      assertThat(server.address().toString()).matches("tcp:127\\.0\\.0\\.1:[1-9]\\d*");
      assertThat(policy(server.address())).isEqualTo("auto");
      assertThatThrownBy(() -> serveTcp(server.address().toString()))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("admin address " + server.address() + ": ")
          .hasMessageEndingWith("; take another --admin");
    }
  }

  @Test
  void overTcpAWebPageUnderAnotherNameIsRefused() throws IOException {
    try (AdminServer server = serveTcp("tcp:127.0.0.1:0")) {
      assertThat(exchange(server, "Host: evil.example\r\n"))
          .startsWith("HTTP/1.1 400 Bad Request\r\n")
          .endsWith("{\"error\":\"Host evil.example, allowed a loopback address or localhost\"}\n");
      assertThat(exchange(server, "Host: 127.0.0.1.evil.example\r\n"))
          .startsWith("HTTP/1.1 400 Bad Request\r\n");
      for (String host : new String[] {"localhost:80", "127.0.0.1:8080", "[::1]"}) {
        assertThat(exchange(server, "Host: " + host + "\r\n")).startsWith("HTTP/1.1 200 OK\r\n");
      }
    }
  }

  @Test
  void openConnectionsEndWithTheServer() throws IOException {
    AdminServer server = serve(directory.resolve("admin.sock"));
    try (RawHttp http = new RawHttp(server.address())) {
      http.send(GET.replace("Connection: close\r\n", "") + "\r\n");
      assertThat(http.readUntil("}\n")).startsWith("HTTP/1.1 200 OK\r\n");
      server.close();
      assertThat(http.readToEnd()).isEmpty();
    }
    server.close();
  }

  @Test
  void theClientSaysWhatToDoWhereNobodyListens() {
    AdminAddress address = new AdminAddress.Unix(directory.resolve("nobody.sock"));
    try (AdminClient client = new AdminClient(address, Duration.ofSeconds(5))) {
      assertThatThrownBy(() -> client.get("/status"))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("no daemon at " + address + " (")
          .hasMessageEndingWith(
              "); start one with ringfence serve, or name its address by --admin");
    }
  }

  @Test
  void theClientDoesNotWaitForEver() throws IOException {
    TestRoutes routes = new TestRoutes();
    AdminAddress address = new AdminAddress.Unix(directory.resolve("admin.sock"));
    try (AdminServer server = new AdminServer(address, routes.table());
        AdminClient client = new AdminClient(server.address(), Duration.ofMillis(50))) {
      assertThatThrownBy(() -> client.put("/barriers", Map.of("policy", "slow")))
          .isInstanceOf(IOException.class)
          .hasMessage(address + ": no answer within 50 ms");
      routes.slowMayEnd.countDown();
    }
  }

  private static AdminServer serve(Path path) throws IOException {
    return new AdminServer(new AdminAddress.Unix(path), new TestRoutes().table());
  }

  private static AdminServer serveTcp(String address) throws IOException {
    return new AdminServer(AdminAddress.parse(address), new TestRoutes().table());
  }

  private static String exchange(AdminServer server, String host) throws IOException {
    return RawHttp.exchange(server.address(), GET + host + "\r\n");
  }

  private static String policy(AdminAddress address) throws IOException {
    try (AdminClient client = new AdminClient(address, Duration.ofSeconds(20))) {
      return client.get("/barriers").path("policy").asText();
    }
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
