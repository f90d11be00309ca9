package io.ringfence.server.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringfence.server.LoopbackTraffic;
import io.ringfence.testkit.Await;
import io.ringfence.testkit.guest.GuestNic;
import io.ringfence.testkit.net.Features;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One daemon for all hostile tests, so that what each leaves behind adds up. After each test it
 * must be alive, hold no more than before, have met no bug, and serve a front-end that behaves.
 */
final class Victim implements ParameterResolver, AfterEachCallback {
  /** Of memory, for what the compiler keeps of the code that hostile input is the first to run. */
  private static final long RESIDENT_SLACK = 48L << 20;

  /** What a bug leaves in the log, whoever catches it. */
  private static final List<String> BUGS =
      List.of(" ERROR ", "Exception", "\tat ", "OutOfMemory", "SIGSEGV", "SIGBUS");

  private static final class Shared implements AutoCloseable {
    private final ChildDaemon daemon = ChildDaemon.start(List.of(), "--queues", "4");
    private final Counts before;
    private final long residentBefore;

    Shared() {
      for (int i = 0; i < 5; i++) {
        serves(daemon); // what the first ones load stays
      }
      awaitNobody(daemon);
      before = daemon.view().counts();
      residentBefore = daemon.view().residentBytes();
    }

    @Override
    public void close() {
      daemon.close();
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == ChildDaemon.class;
  }

  @Override
  public ChildDaemon resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return shared(context).daemon;
  }

  private static Shared shared(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(ExtensionContext.Namespace.create(Victim.class))
        .computeIfAbsent(Shared.class, key -> new Shared(), Shared.class);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    Shared shared = shared(context);
    ChildDaemon daemon = shared.daemon;
    assertThat(daemon.isAlive()).as("the daemon lives; it said: %s", daemon.log()).isTrue();
    awaitNobody(daemon);
    serves(daemon);
    awaitNobody(daemon);
    Await.until(
        "no more descriptors, threads and mappings than " + shared.before,
        10_000,
        () -> daemon.view().counts().within(shared.before),
        () -> daemon.view().counts().toString());
    Await.until(
        "fewer bytes resident than " + (shared.residentBefore + RESIDENT_SLACK),
        10_000,
        () -> daemon.view().residentBytes() < shared.residentBefore + RESIDENT_SLACK,
        () -> daemon.view().residentBytes() + " resident");
    assertNoBug(daemon);
  }

  /** Nothing in the log that only a bug writes. */
  static void assertNoBug(ChildDaemon daemon) {
    assertThat(daemon.log().lines().filter(line -> BUGS.stream().anyMatch(line::contains)))
        .as("lines of the log that tell of a bug")
        .isEmpty();
  }

  /** A front-end that behaves has its frames back, byte for byte. */
  static void serves(ChildDaemon daemon) {
    for (long format : new long[] {0, Features.RING_PACKED}) {
      try (GuestNic nic = GuestNic.options().with(format).connect(daemon.socket())) {
        new LoopbackTraffic(nic, 1).run(50);
      }
    }
  }

  private static void awaitNobody(ChildDaemon daemon) {
    Await.until(
        "sessions to end",
        20_000,
        () -> daemon.view().threads("front-end").isEmpty(),
        () -> daemon.view().threads("front-end").size() + " sessions\n" + daemon.log());
  }
}
