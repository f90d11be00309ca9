package io.ringfence.server;

import io.ringfence.ring.BarrierPolicy;
import io.ringfence.server.device.Offer;
import io.ringfence.server.device.OfferExtras;
import io.ringfence.server.session.FrontEnds;
import io.ringfence.server.session.Listener;
import io.ringfence.server.uplink.Attachment;
import io.ringfence.server.uplink.Uplink;
import io.ringfence.server.worker.WatchdogMode;
import io.ringfence.server.worker.WorkerConfig;
import io.ringfence.server.worker.WorkerMode;
import io.ringfence.server.worker.Workers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The part of a daemon that takes front-ends in, with a loopback for one of them at a time. */
final class OnePlace implements AutoCloseable {
  private static final String SPEC = "loopback"; // as a TAP would serve them

  private record ForOne(Uplink all) implements Uplink {
    @Override
    public String spec() {
      return all.spec();
    }

    @Override
    public long offloads() {
      return all.offloads();
    }

    @Override
    public int mostSessions() {
      return 1;
    }

    @Override
    public Attachment attach(String frontEnd, int pairs) {
      return all.attach(frontEnd, pairs);
    }

    @Override
    public void close() {
      all.close();
    }
  }

  private final Uplink uplink = new ForOne(StandardUplinks.ALL.open(SPEC, 1));
  private final Workers workers =
      new Workers(
          new WorkerConfig(1, WorkerMode.EVENTFD, WatchdogMode.OFF),
          BarrierPolicy.DEFAULT,
          null,
          (thread, bug) -> {});
  private final FrontEnds frontEnds =
      new FrontEnds(Offer.of(uplink.offloads(), 1, OfferExtras.NONE), uplink, workers);
  private final Path folder = Files.createTempDirectory("rf");
  private final Listener listener = new Listener(folder.resolve("s"), frontEnds);
  private boolean closed;

  OnePlace() throws IOException {
    listener.open(List.of());
  }

  String socket() {
    return folder.resolve("s").toString();
  }

  FrontEnds frontEnds() {
    return frontEnds;
  }

  Listener listener() {
    return listener;
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    listener.close();
    frontEnds.dismissAll();
    workers.close();
    uplink.close();
    Files.delete(folder);
  }
}
