package io.ringfence.server;

import io.ringfence.server.cli.Main;
import io.ringfence.server.os.Tap;
import io.ringfence.testkit.Await;
import io.ringfence.testkit.guest.GuestNic;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Runs in a network namespace of its own, started by {@link TapLossTest}: the command line, given a
 * descriptor whose interface is deleted under a front-end.
 */
final class TapFdProbe {
  private static final int FAILED = 3;

  private TapFdProbe() {}

  public static void main(String[] arguments) throws Exception {
    TapGuest.setLoopbackUp();
    Path folder = Path.of(System.getProperty("folder"));
    Path admin = folder.resolve("a");
    TapGuest.create(false);
    int number = Tap.open(TapGuest.TAP, false).fd().release();
    var deleter = new Thread(() -> deleteUnderTraffic(folder.resolve("s"), admin));
    deleter.setDaemon(true);
    deleter.setUncaughtExceptionHandler(TapFdProbe::fail);
    deleter.start();
    Main.main(
        new String[] {
          "serve",
          "--socket-path",
          folder.resolve("s").toString(),
          "--admin",
          "unix:" + admin,
          "--uplink",
          "tapfd:" + number
        });
  }

  private static void deleteUnderTraffic(Path socket, Path admin) {
    Await.until("the daemon to listen", 30_000, () -> Files.exists(admin), () -> "no socket");
    GuestNic nic = GuestNic.options().connect(socket.toString());
    new TapGuest(nic, 1).awaitAnswer();
    TapGuest.delete();
    Await.until("the process to end", 30_000, () -> false, () -> "running");
  }

  private static void fail(Thread thread, Throwable failure) {
    failure.printStackTrace();
    Runtime.getRuntime().halt(FAILED);
  }
}
