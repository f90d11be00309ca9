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
 * @param architecture of the instructions
 * @param commands that reproduce it
 * @param identical groups of policies with the same code at every point
 */
public record Disassembly(
    String kind,
    String started,
    Machine machine,
    String architecture,
    List<String> commands,
    List<PolicyCode> policies,
    List<List<String>> identical) {
  /** The kind that identifies such a file. */
  public static final String KIND = "disassembly";

  /**
   * One policy.
   *
   * @param points its ordering points
   * @param methods the queues' own methods, which must contain the same
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
   * @param executes its barriers, in order; empty for none
   * @param table the entry in the table of {@code ring}
   * @param agrees whether both are equal
   * @param accesses the marked accesses and the barriers between them, in code order
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
   * @param methods one, or two in sequence
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

  /** Returns the differences from the table, or between points and methods, one sentence each. */
  @JsonIgnore
  public List<String> faults() {
    List<String> faults = new ArrayList<>();
    for (PolicyCode policy : policies) {
      for (PointCode point : policy.points()) {
        if (!point.agrees()) {
          faults.add(
              "%s at %s executes %s; the table has %s"
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

  /** Formats barriers as a table shows them. */
  public static String text(List<String> barriers) {
    return barriers.isEmpty() ? "-" : String.join(", ", barriers);
  }
}
