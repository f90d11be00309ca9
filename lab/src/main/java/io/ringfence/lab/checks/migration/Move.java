package io.ringfence.lab.checks.migration;

import com.fasterxml.jackson.databind.JsonNode;
import io.ringfence.lab.LabException;
import io.ringfence.lab.kit.guest.Qemu;
import io.ringfence.lab.kit.process.Waiting;
import java.time.Duration;
import java.util.Map;

/**
 * A migration as QEMU reports it.
 *
 * @param totalMillis from its start to its end
 * @param downtimeMillis time without a running guest
 * @param passes over the guest's memory
 */
public record Move(long totalMillis, long downtimeMillis, long passes) {
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final long MOST_BYTES_PER_SECOND = 1L << 30;

  /**
   * Migrates a guest and returns when it runs at the destination.
   *
   * @param uri address on which another QEMU waits for it
   * @throws LabException if QEMU reports a failure, or it takes more than 120 s
   */
  static Move of(Qemu source, String uri) {
    source.execute("migrate-set-parameters", Map.of("max-bandwidth", MOST_BYTES_PER_SECOND));
    source.execute("migrate", Map.of("uri", uri));
    Waiting.until("the migration's end", PATIENCE, () -> ended(source));
    JsonNode info = source.execute("query-migrate", Map.of());
    if (!info.path("status").asText().equals("completed")) {
      throw new LabException("the migration: " + info);
    }
    return new Move(
        info.path("total-time").asLong(),
        info.path("downtime").asLong(),
        info.path("ram").path("dirty-sync-count").asLong());
  }

  private static boolean ended(Qemu source) {
    source.checkAlive();
    String status = source.execute("query-migrate", Map.of()).path("status").asText();
    return status.equals("completed") || status.equals("failed") || status.equals("cancelled");
  }
}
