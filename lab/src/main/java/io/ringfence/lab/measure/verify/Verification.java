package io.ringfence.lab.measure.verify;

import io.ringfence.lab.kit.host.Machine;
import java.util.List;

/**
 * The result of {@code scripts/ringfence verify} for some policies. Its components are the fields
 * of its JSON.
 *
 * @param kind always {@link #KIND}
 * @param architecture of this machine
 * @param passed whether unsound policies were caught and sound ones held, in everything that ran
 * @param origin of the formal verdicts
 * @param points the verdicts of the formal models
 * @param stress races on this machine; empty if they could not run
 * @param jcstress the jcstress results of the primitives; empty if skipped
 * @param notes what this machine cannot show, and what was skipped
 */
public record Verification(
    String kind,
    Machine machine,
    String architecture,
    boolean passed,
    List<String> origin,
    List<FormalVerdict> points,
    List<StressResult> stress,
    List<JcstressResult> jcstress,
    List<String> notes) {
  /** The field {@code kind} of its JSON. */
  public static final String KIND = "verify";

  public Verification {
    if (machine == null) {
      throw new IllegalArgumentException("no \"machine\": expected an object with its facts");
    }
    origin = origin == null ? List.of() : List.copyOf(origin);
    points = points == null ? List.of() : List.copyOf(points);
    stress = stress == null ? List.of() : List.copyOf(stress);
    jcstress = jcstress == null ? List.of() : List.copyOf(jcstress);
    notes = notes == null ? List.of() : List.copyOf(notes);
  }

  /** Returns a verification with the outcome of its trials. */
  public static Verification of(
      Machine machine,
      String architecture,
      List<String> origin,
      List<FormalVerdict> points,
      List<StressResult> stress,
      List<JcstressResult> jcstress,
      List<String> notes) {
    boolean passed =
        stress.stream().allMatch(result -> result.verdict().asExpected())
            && jcstress.stream().allMatch(result -> result.verdict().asExpected());
    return new Verification(
        KIND, machine, architecture, passed, origin, points, stress, jcstress, notes);
  }
}
