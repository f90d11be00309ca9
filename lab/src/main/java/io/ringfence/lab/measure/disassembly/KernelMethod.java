package io.ringfence.lab.measure.disassembly;

import io.ringfence.ring.OrderingPoint;
import java.util.List;

/**
 * A method of {@link io.ringfence.ring.queue.PointKernels}, the points whose code it contains, and
 * the queues' methods with the same points.
 */
enum KernelMethod {
  AVAIL_LOOK("availLook", List.of("SplitQueue::take"), new Site("avail.idx", OrderingPoint.S1)),
  USED_PUBLICATION(
      "usedPublication",
      List.of("SplitQueue::publish", "SplitQueue::interruptWanted"),
      new Site("used.idx", OrderingPoint.S3, OrderingPoint.S4),
      new Site("used_event", OrderingPoint.S5)),
  KICK_REQUEST(
      "kickRequest",
      List.of("SplitQueue::requestKicks"),
      new Site("avail.idx", OrderingPoint.S6),
      new Site("avail.idx", OrderingPoint.S6B)),
  DIRTY_LOG("dirtyLog", List.of(), new Site("end", OrderingPoint.S8)),
  DESCRIPTOR_LOOK(
      "descriptorLook", List.of("PackedQueue::take"), new Site("desc.flags", OrderingPoint.K1)),
  FLAGS_PUBLICATION(
      "flagsPublication",
      List.of("PackedQueue::publish", "PackedQueue::interruptWanted"),
      new Site("used flags", OrderingPoint.K2),
      new Site("driver event", OrderingPoint.K3)),
  PACKED_KICK_REQUEST(
      "packedKickRequest",
      List.of("PackedQueue::requestKicks"),
      new Site("desc.flags", OrderingPoint.K6));

  /**
   * The position of a point's barriers: before the access of a field if it is the later of the two,
   * after it if it is the earlier.
   *
   * @param field the later access, or for points between two loads the earlier one
   */
  record Site(String field, List<OrderingPoint> points) {
    Site(String field, OrderingPoint... points) {
      this(field, List.of(points));
    }

    /** Returns whether the barrier follows the field's load. */
    boolean after() {
      return points.getFirst().need() == OrderingPoint.Need.LOAD_LOAD;
    }
  }

  private final String method;
  private final List<String> queueMethods;
  private final List<Site> sites;

  KernelMethod(String method, List<String> queueMethods, Site... sites) {
    this.method = method;
    this.queueMethods = queueMethods;
    this.sites = List.of(sites);
  }

  String method() {
    return method;
  }

  /** Returns the queues' methods that pass the same points, in sequence. */
  List<String> queueMethods() {
    return queueMethods;
  }

  List<Site> sites() {
    return sites;
  }
}
