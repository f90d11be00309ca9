package io.ringfence.lab.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * What {@code scripts/ringfence verify} wrote.
 *
 * @param kind always {@link #KIND}
 * @param machine where it ran: a name, or an object whose field {@code cpu} is the name
 * @param passed whether unsound policies were caught and sound ones held
 * @param points what the formal model says
 * @param stress what trials through the real ring code lost
 * @param jcstress what was observed of the primitives
 * @param notes what this machine cannot tell, and what was left out
 */
public record Verification(
    String kind,
    JsonNode machine,
    boolean passed,
    List<Point> points,
    List<Stress> stress,
    List<Observation> jcstress,
    List<String> notes) {
  /** What tells such a file from others. */
  public static final String KIND = "verify";

  /**
   * @param arch whose memory model it is
   * @param model {@code forbidden} where the bad outcome cannot come about, else {@code allowed}
   * @param source the litmus tests, or where it is written
   */
  public record Point(String point, String arch, String policy, String model, List<String> source) {
    /** Whether the outcome that must not be can be. */
    public boolean allowed() {
      return "allowed".equals(model);
    }
  }

  /** Trials on the machine itself. */
  public record Stress(String point, String policy, long trials, long lost, String verdict) {
    /** Lost of a million. */
    public double perMillion() {
      return trials == 0 ? 0 : 1e6 * lost / trials;
    }
  }

  /**
   * A test of jcstress.
   *
   * @param observed samples with the outcome that must not be
   * @param samples of all outcomes
   */
  public record Observation(
      String test, String policy, long observed, long samples, String verdict) {}

  public Verification {
    points = points == null ? List.of() : List.copyOf(points);
    stress = stress == null ? List.of() : List.copyOf(stress);
    jcstress = jcstress == null ? List.of() : List.copyOf(jcstress);
    notes = notes == null ? List.of() : List.copyOf(notes);
  }

  /** The processor's name. */
  public String cpu() {
    if (machine == null || machine.isNull()) {
      return "a machine that is not told";
    }
    return machine.isObject() ? machine.path("cpu").asText() : machine.asText();
  }
}
