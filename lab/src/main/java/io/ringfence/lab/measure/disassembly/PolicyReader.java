package io.ringfence.lab.measure.disassembly;

import io.ringfence.lab.LabException;
import io.ringfence.lab.measure.disassembly.Disassembly.MethodCode;
import io.ringfence.lab.measure.disassembly.Disassembly.PointCode;
import io.ringfence.lab.measure.disassembly.Disassembly.PolicyCode;
import io.ringfence.ring.Architecture;
import io.ringfence.ring.BarrierPolicy;
import io.ringfence.ring.Instructions;
import io.ringfence.ring.OrderingPoint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Attributes the barriers of the kernels' code to ordering points. */
final class PolicyReader {
  private final BarrierPolicy policy;
  private final Architecture architecture;
  private final Function<String, List<Step>> code;

  /**
   * @param code the steps of a method of the ring, {@code Class::method}
   */
  PolicyReader(BarrierPolicy policy, Architecture architecture, Function<String, List<Step>> code) {
    this.policy = policy;
    this.architecture = architecture;
    this.code = code;
  }

  PolicyCode read() {
    List<PointCode> points = new ArrayList<>();
    List<MethodCode> methods = new ArrayList<>();
    for (KernelMethod kernel : KernelMethod.values()) {
      List<Step> steps = marked(kernel, code.apply("PointKernels::" + kernel.method()));
      kernel.sites().forEach(site -> points.add(point(site, steps)));
      if (!kernel.queueMethods().isEmpty()) {
        methods.add(methods(kernel, steps));
      }
    }
    return new PolicyCode(policy.spec(), points, methods);
  }

  /** Returns the steps between the marks. */
  private List<Step> marked(KernelMethod kernel, List<Step> steps) {
    int begin = index(steps, "begin");
    int end = index(steps, "end");
    if (begin < 0 || end < begin) {
      throw new LabException(
          "%s under %s: its marks are out of order: %s"
              .formatted(kernel.method(), policy.spec(), steps));
    }
    return steps.subList(begin, end + 1);
  }

  private static int index(List<Step> steps, String field) {
    for (int i = 0; i < steps.size(); i++) {
      if (steps.get(i).accesses(field)) {
        return i;
      }
    }
    return -1;
  }

  private PointCode point(KernelMethod.Site site, List<Step> steps) {
    int at = index(steps, site.field());
    if (at < 0) {
      throw new LabException("no access of %s in %s".formatted(site.field(), steps));
    }
    List<String> executes = new ArrayList<>();
    if (site.after()) {
      addBarrier(steps.get(at), executes);
      for (int i = at + 1; i < steps.size() && steps.get(i).field() == null; i++) {
        addBarrier(steps.get(i), executes);
      }
    } else {
      int before = at - 1;
      for (; before >= 0 && steps.get(before).field() == null; before--) {
        executes.addFirst(steps.get(before).barrier());
      }
      addOwn(site, steps, before, at, executes);
    }
    List<String> expected = site.points().stream().map(this::table).distinct().toList();
    return new PointCode(
        site.points().stream().map(OrderingPoint::name).collect(Collectors.joining(", ")),
        executes,
        String.join(" and ", expected),
        expected.size() == 1 && sorted(expected.getFirst()).equals(sorted(executes)),
        steps.stream().map(Step::toString).toList());
  }

  /**
   * Adds accesses that are barriers themselves: the later one, and a store that a load must follow.
   */
  private void addOwn(
      KernelMethod.Site site, List<Step> steps, int before, int at, List<String> executes) {
    boolean storeLoad = site.points().getFirst().need() == OrderingPoint.Need.STORE_LOAD;
    if (storeLoad && steps.get(before).isBarrier()) {
      executes.addFirst(steps.get(before).barrier());
    }
    // A load-acquire after a store-load point orders later accesses. Only there it is listed.
    if (!storeLoad || policy.at(site.points().getFirst()) == io.ringfence.ring.Order.SEQCST) {
      addBarrier(steps.get(at), executes);
    }
  }

  private static void addBarrier(Step step, List<String> barriers) {
    if (step.isBarrier()) {
      barriers.add(step.barrier());
    }
  }

  private String table(OrderingPoint point) {
    return Instructions.at(policy, point, architecture);
  }

  private static List<String> sorted(String table) {
    return table.equals("-") ? List.of() : sorted(Arrays.asList(table.split(", ")));
  }

  private static List<String> sorted(List<String> barriers) {
    return barriers.stream().sorted().toList();
  }

  private MethodCode methods(KernelMethod kernel, List<Step> steps) {
    List<Step> found = new ArrayList<>();
    kernel.queueMethods().forEach(method -> found.addAll(code.apply(method)));
    return new MethodCode(
        String.join(", ", kernel.queueMethods()), barriers(found), barriers(steps));
  }

  private static List<String> barriers(List<Step> steps) {
    return steps.stream().filter(Step::isBarrier).map(Step::barrier).sorted().toList();
  }
}
