package io.ringfence.server;

import io.ringfence.server.admin.Request;
import io.ringfence.server.admin.RequestRefused;
import io.ringfence.server.admin.Response;
import io.ringfence.server.admin.Route;
import io.ringfence.server.pair.PolicyInstance;
import io.ringfence.server.schedule.CodeEvent;
import io.ringfence.server.schedule.RunningSchedule;
import io.ringfence.server.schedule.SchedulePlan;
import io.ringfence.server.schedule.ScheduleRefused;
import io.ringfence.server.schedule.StealLog;
import io.ringfence.server.worker.SliceField;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** The part of the admin interface that starts, watches and ends schedules. */
final class ScheduleRoutes {
  private static final int MOST_SLICES = 2_000; // in one response
  private static final int LEAST_MILLIS = 20;
  private static final int MOST_MILLIS = 40;
  private static final int WASHOUT_MILLIS = 5;
  private static final int WARM_UP_SECONDS = 120;

  private final Daemon daemon;

  private ScheduleRoutes(Daemon daemon) {
    this.daemon = daemon;
  }

  /** Returns the table of routes. docs/reference/admin-api.md describes them. */
  static List<Route> of(Daemon daemon) {
    var routes = new ScheduleRoutes(daemon);
    return List.of(
        Route.get("/schedule", _ -> routes.view()),
        Route.post("/schedule", routes::start),
        Route.delete("/schedule", _ -> routes.end()),
        Route.get("/schedule/slices", routes::slices),
        Route.get("/schedule/events", routes::events));
  }

  private Response start(Request request) throws RequestRefused {
    Body body = request.json(Body.class, Body.ALLOWED);
    try {
      daemon.startSchedule(body.plan());
    } catch (IllegalArgumentException e) {
      throw RequestRefused.badRequest(e.getMessage());
    } catch (ScheduleRefused e) {
      throw RequestRefused.conflict(e.getMessage());
    }
    return view();
  }

  private Response end() throws RequestRefused {
    last();
    daemon.schedules().end();
    return view();
  }

  private RunningSchedule last() throws RequestRefused {
    RunningSchedule last = daemon.schedules().last();
    if (last == null) {
      throw RequestRefused.conflict("no schedule was started; POST /schedule starts one");
    }
    return last;
  }

  private Response view() {
    RunningSchedule last = daemon.schedules().last();
    return Response.json(last == null ? View.NONE : View.of(last));
  }

  private Response slices(Request request) throws RequestRefused {
    RunningSchedule last = last();
    long from = request.number("from", 0);
    try {
      List<long[]> slices = last.slices().read(from, MOST_SLICES);
      return Response.json(new Slices(SliceField.names(), slices, from + slices.size()));
    } catch (IllegalArgumentException e) {
      throw RequestRefused.badRequest(e.getMessage());
    }
  }

  private Response events(Request request) throws RequestRefused {
    RunningSchedule last = last();
    List<CodeEvent> events = last.events(number(request, "from"));
    List<StealLog.Sample> steal = last.steal().from(number(request, "stealFrom"));
    return Response.json(new Events(events, steal));
  }

  private static int number(Request request, String name) throws RequestRefused {
    return (int) Math.min(request.number(name, 0), Integer.MAX_VALUE);
  }

  /**
   * The body of POST /schedule. A missing field has the default of the documentation.
   *
   * @param sliceMillis the least and the greatest length of a slice
   */
  record Body(
      List<String> arms,
      List<Integer> sliceMillis,
      Integer washoutMillis,
      Long seed,
      Integer blocks,
      Integer warmUpSeconds) {
    static final String ALLOWED =
        "{\"arms\":[\"auto#1\",\"smp#1\"],\"blocks\":1000,\"sliceMillis\":[20,40],"
            + "\"washoutMillis\":5,\"seed\":1,\"warmUpSeconds\":120}";

    Body {
      if (arms == null || arms.stream().anyMatch(Objects::isNull)) {
        throw new IllegalArgumentException("no arms in it");
      }
      if (blocks == null) {
        throw new IllegalArgumentException("no blocks in it");
      }
      if (sliceMillis == null) {
        sliceMillis = List.of(LEAST_MILLIS, MOST_MILLIS);
      }
      if (sliceMillis.size() != 2 || sliceMillis.stream().anyMatch(Objects::isNull)) {
        throw new IllegalArgumentException("sliceMillis does not have two numbers");
      }
    }

    SchedulePlan plan() {
      return new SchedulePlan(
          arms.stream().map(PolicyInstance::parse).toList(),
          sliceMillis.getFirst(),
          sliceMillis.getLast(),
          washoutMillis == null ? WASHOUT_MILLIS : washoutMillis,
          seed == null ? System.nanoTime() : seed,
          blocks,
          warmUpSeconds == null ? WARM_UP_SECONDS : warmUpSeconds);
    }
  }

  /**
   * A schedule.
   *
   * @param state {@code none}, {@code rehearsing}, {@code warming}, {@code recording}, {@code
   *     ended} or {@code failed}
   * @param reason why it failed; empty if it did not
   * @param slices recorded so far
   * @param planned slices in all
   * @param notCompiled arms whose code is not compiled yet, and why
   */
  record View(
      String state,
      String reason,
      List<String> arms,
      long seed,
      long slices,
      long planned,
      List<String> notCompiled) {
    static final View NONE = new View("none", "", List.of(), 0, 0, 0, List.of());

    static View of(RunningSchedule schedule) {
      SchedulePlan plan = schedule.plan();
      return new View(
          schedule.state().name().toLowerCase(Locale.ROOT),
          schedule.reason(),
          plan.armNames(),
          plan.seed(),
          schedule.slices().count(),
          (long) plan.blocks() * plan.arms().size(),
          schedule.notCompiled());
    }
  }

  /**
   * Records of slices.
   *
   * @param fields names of a record's values
   * @param slices a record each
   * @param next the number for the next request, which discards the records before it
   */
  record Slices(List<String> fields, List<long[]> slices, long next) {}

  /** Events other than slices: of the arms' code and of the machine. */
  record Events(List<CodeEvent> events, List<StealLog.Sample> steal) {}
}
