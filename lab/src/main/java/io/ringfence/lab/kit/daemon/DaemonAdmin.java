package io.ringfence.lab.kit.daemon;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ringfence.lab.LabException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** The daemon's admin interface over its Unix socket, as docs/reference describes it. */
public final class DaemonAdmin {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  // a newer daemon may report fields that this program does not read
  private static final ObjectMapper JSON =
      new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);

  private final Path socket;

  public DaemonAdmin(Path socket) {
    this.socket = socket;
  }

  /** Returns GET /status. */
  public Status status() {
    return exchange("GET", "/status", "", Status.class);
  }

  /** Returns GET /stats: counters that only increase during the daemon's life. */
  public Stats stats() {
    return exchange("GET", "/stats", "", Stats.class);
  }

  /** Returns GET /barriers: the policy in force. */
  public BarrierStatus barriers() {
    return exchange("GET", "/barriers", "", BarrierStatus.class);
  }

  /**
   * Swaps the policy. Returns when every worker runs it.
   *
   * @throws LabException with the daemon's reason if it refuses, or if another policy is in force
   *     afterwards
   */
  public BarrierStatus setBarriers(String policy) {
    String body = JSON.valueToTree(Map.of("policy", policy)).toString();
    BarrierStatus barriers = exchange("PUT", "/barriers", body, BarrierStatus.class);
    if (!barriers.policy().equals(policy)) {
      throw new LabException(
          "policy %s is in force after a swap to %s".formatted(barriers.policy(), policy));
    }
    return barriers;
  }

  /**
   * Starts a schedule.
   *
   * @throws LabException with the daemon's reason if it refuses
   */
  public ScheduleStatus startSchedule(ScheduleRequest request) {
    return exchange(
        "POST", "/schedule", JSON.valueToTree(request).toString(), ScheduleStatus.class);
  }

  /** Returns GET /schedule: the schedule that runs or ran last. */
  public ScheduleStatus schedule() {
    return exchange("GET", "/schedule", "", ScheduleStatus.class);
  }

  /** Ends the schedule. Returns when one policy is in force again. */
  public ScheduleStatus endSchedule() {
    return exchange("DELETE", "/schedule", "", ScheduleStatus.class);
  }

  /** Returns some slices from a number on. The daemon gives up those before. */
  public ScheduleSlices slices(long from) {
    return exchange("GET", "/schedule/slices?from=" + from, "", ScheduleSlices.class);
  }

  /** Returns what happened to code and machine, all of it. */
  public ScheduleEvents scheduleEvents() {
    return exchange("GET", "/schedule/events", "", ScheduleEvents.class);
  }

  private <T> T exchange(String method, String path, String body, Class<T> type) {
    String what = method + " " + path;
    try {
      HttpReply reply = HttpExchange.send(socket, method, path, body, PATIENCE);
      if (reply.status() != 200) {
        throw new LabException(
            "the daemon answers %s with status %d: %s".formatted(what, reply.status(), why(reply)));
      }
      return JSON.readValue(reply.body(), type);
    } catch (JsonProcessingException e) {
      throw new LabException(
          "the daemon's answer to %s: %s".formatted(what, e.getOriginalMessage()), e);
    } catch (IOException e) {
      throw new LabException("%s at %s: %s".formatted(what, socket, e.getMessage()), e);
    }
  }

  private static String why(HttpReply reply) {
    try {
      JsonNode error = JSON.readTree(reply.body()).path("error");
      return error.isTextual() ? error.textValue() : reply.body();
    } catch (JsonProcessingException e) {
      return reply.body();
    }
  }
}
