package io.ringfence.lab.measure.disassembly;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.ringfence.lab.kit.host.Machine;
import java.util.ArrayList;
import java.util.List;

/**
 * The instructions that every policy executes at every ordering point, read from machine code.
 *
 * @param kind always {@link #KIND}
 * @param started in ISO 8601, UTC
 * @param architecture whose instructions they are
 * @param commands what gives it again
 * @param identical groups of policies whose code is the same at every point
 */
public record Disassembly(
    String kind,
    String started,
    Machine machine,
    String architecture,
    List<String> commands,
    List<PolicyCode> policies,
    List<List<String>> identical) {
  /** What tells such a file from others. */
  public static final String KIND = "disassembly";

  /**
   * One policy.
   *
   * @param points its ordering points
   * @param methods the queues' own methods, in which the same must be found
   */
  public record PolicyCode(String policy, List<PointCode> points, List<MethodCode> methods) {
    public PolicyCode {
      points = List.copyOf(points);
      methods = List.copyOf(methods);
    }
  }

  /**
   * One ordering point, or several that one barrier serves.
   *
   * @param point its name, or names
   * @param executes barriers that stand there, in their order; empty for none
   * @param table what the table of {@code ring} says
   * @param agrees whether both say the same
   * @param accesses the marked accesses and the barriers between them, in the order of the code
   */
  public record PointCode(
      String point, List<String> executes, String table, boolean agrees, List<String> accesses) {
    public PointCode {
      executes = List.copyOf(executes);
      accesses = List.copyOf(accesses);
    }
  }

  /**
   * Barriers in a method of a queue as it is compiled whole.
   *
   * @param methods one, or two that follow each other
   * @param found barriers of the machine code, sorted
   * @param expected those of the points that the methods pass, sorted
   */
  public record MethodCode(String methods, List<String> found, List<String> expected) {
    public MethodCode {
      found = List.copyOf(found);
      expected = List.copyOf(expected);
    }

    @JsonIgnore
    public boolean agrees() {
      return found.equals(expected);
    }
  }

  public Disassembly {
    commands = List.copyOf(commands);
    policies = List.copyOf(policies);
    identical = List.copyOf(identical);
  }

  /** What differs from the table, or between points and methods, a sentence each. */
  @JsonIgnore
  public List<String> faults() {
    List<String> faults = new ArrayList<>();
    for (PolicyCode policy : policies) {
      for (PointCode point : policy.points()) {
        if (!point.agrees()) {
          faults.add(
              "%s at %s executes %s; the table says %s"
                  .formatted(
                      policy.policy(), point.point(), text(point.executes()), point.table()));
        }
      }
      for (MethodCode method : policy.methods()) {
        if (!method.agrees()) {
          faults.add(
              "%s: %s has %s; its points have %s"
                  .formatted(
                      policy.policy(),
                      method.methods(),
                      text(method.found()),
                      text(method.expected())));
        }
      }
    }
    return faults;
  }

  /** Barriers as a table shows them. */
  public static String text(List<String> barriers) {
    return barriers.isEmpty() ? "-" : String.join(", ", barriers);
  }
}
