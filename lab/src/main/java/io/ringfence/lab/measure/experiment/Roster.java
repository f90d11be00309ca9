package io.ringfence.lab.measure.experiment;

import io.ringfence.lab.LabException;
import io.ringfence.lab.kit.daemon.BarrierStatus;
import io.ringfence.lab.kit.daemon.DaemonAdmin;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The policies of an experiment, with those that its controls add. Each is requested from the
 * daemon before a guest boots, so an unknown or refused policy is reported early.
 *
 * @param barriers the daemon's report of each policy, the user's policies first
 * @param twin another policy with the reference's instructions; null without the A/A control
 * @param negative the unsound policy of the negative control; null without it
 */
record Roster(List<BarrierStatus> barriers, String twin, String negative) {
  private static final List<String> SOUND = List.of("smp", "auto", "dma", "smp-rel");

  static Roster of(Design design, DaemonAdmin admin) {
    Set<String> names = new LinkedHashSet<>(design.policies());
    if (design.controls().contains(Control.DOSE)) {
      design.doses().forEach(dose -> names.add("dose:" + dose));
    }
    List<BarrierStatus> barriers = new ArrayList<>();
    names.forEach(name -> barriers.add(admin.setBarriers(name)));
    String twin = design.controls().contains(Control.AA) ? twin(barriers, admin) : null;
    String negative = null;
    if (design.controls().contains(Control.NEGATIVE)) {
      negative = negativeFor(barriers.getFirst().architecture());
      // A refusal comes here, not after the last run.
      admin.setBarriers(negative);
    }
    admin.setBarriers(design.reference());
    return new Roster(List.copyOf(barriers), twin, negative);
  }

  /** Returns the policies of every block. */
  List<String> measured() {
    return barriers.stream().map(BarrierStatus::policy).toList();
  }

  // Prefers a policy that runs anyway, then another sound one, then the reference spelt out point
  // by point.
  private static String twin(List<BarrierStatus> barriers, DaemonAdmin admin) {
    BarrierStatus reference = barriers.getFirst();
    for (BarrierStatus other : barriers.subList(1, barriers.size())) {
      if (other.identicalTo(reference)) {
        return other.policy();
      }
    }
    List<String> candidates = new ArrayList<>(SOUND);
    candidates.remove(reference.policy());
    candidates.add(spelledOut(reference));
    for (String candidate : candidates) {
      BarrierStatus twin = admin.setBarriers(candidate);
      if (twin.identicalTo(reference)) {
        barriers.add(twin);
        return candidate;
      }
    }
    throw new LabException(
        "A/A control: no policy executes the same as %s, %s"
            .formatted(reference.policy(), reference.instructions()));
  }

  private static String spelledOut(BarrierStatus reference) {
    String policy = reference.policy();
    if (policy.startsWith("custom:")) {
      // A repeated setting changes only the name.
      String settings = policy.substring("custom:".length());
      return policy + "," + settings.substring(settings.lastIndexOf(',') + 1);
    }
    if (policy.startsWith("dose:")) {
      // dose:050 is another name of dose:50.
      return "dose:0" + policy.substring("dose:".length());
    }
    return "custom:"
        + reference.points().keySet().stream()
            .map(point -> point + "=" + policy)
            .collect(Collectors.joining(","));
  }

  // If only store-load order can break (x86-64), a policy without barriers loses the most
  // notifications. On other architectures it would break the ring itself.
  private static String negativeFor(String architecture) {
    return architecture.startsWith("x86") ? "none" : "acqrel";
  }
}
