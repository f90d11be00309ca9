package io.ringfence.lab.measure.experiment;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.ArrayList;
import java.util.List;

/**
 * The design of an experiment: what it varies, what it keeps constant, what it declares beforehand.
 *
 * @param guest the guest on which policies are compared
 * @param test {@code TCP_RR} or {@code UDP_RR}
 * @param burst transactions that netperf keeps in flight in addition to the current one
 * @param policies without repetition; the first is the reference of the comparisons
 * @param pairs runs under each policy in each boot; with {@code untilDecided} the largest number
 * @param boots of guest and daemon; with more than one, a boot is the unit of the statistics
 * @param untilDecided whether to stop at the first look at which every comparison is decided
 * @param seconds the length of a run
 * @param marginPercent differences up to this are called equivalent
 * @param controls the controls that run
 * @param doses extra fences of the dose control
 * @param seed of the order of runs
 */
public record Design(
    GuestKind guest,
    String test,
    int burst,
    List<String> policies,
    int pairs,
    int boots,
    boolean untilDecided,
    int seconds,
    double marginPercent,
    List<Control> controls,
    List<Integer> doses,
    long seed) {

  /**
   * @param eventIdx whether the guest's device offers VIRTIO_F_EVENT_IDX
   * @param mode of the daemon's workers, {@code eventfd} or {@code poll}
   * @param qemuRelease of Debian, or {@code host}
   * @param orderPlatform whether the device offers VIRTIO_F_ORDER_PLATFORM
   */
  public record GuestKind(
      String arch,
      int cpus,
      String ring,
      boolean eventIdx,
      String mode,
      String qemuRelease,
      boolean orderPlatform) {}

  public Design {
    policies = List.copyOf(policies);
    controls = List.copyOf(controls);
    doses = List.copyOf(doses);
  }

  /** Returns the policy with which the others are compared. */
  @JsonIgnore
  public String reference() {
    return policies.getFirst();
  }

  /** Returns whether a boot, not a pair, is the unit of the statistics. */
  @JsonIgnore
  public boolean bootIsUnit() {
    return boots > 1;
  }

  /** Returns the largest possible number of units. */
  @JsonIgnore
  public int mostUnits() {
    return bootIsUnit() ? boots : pairs;
  }

  /** Returns a short title that identifies this experiment in a matrix. */
  @JsonIgnore
  public String title() {
    List<String> words = new ArrayList<>(List.of(test));
    if (burst > 0) {
      words.add("burst " + burst);
    }
    words.add(guest.arch());
    words.add(guest.cpus() == 1 ? "1 CPU" : guest.cpus() + " CPUs");
    words.add(guest.ring());
    words.add("EVENT_IDX " + (guest.eventIdx() ? "on" : "off"));
    words.add(guest.mode());
    if (guest.orderPlatform()) {
      words.add("ORDER_PLATFORM offered");
    }
    if (!guest.qemuRelease().equals("host")) {
      words.add("QEMU of Debian " + guest.qemuRelease());
    }
    return String.join(", ", words);
  }
}
