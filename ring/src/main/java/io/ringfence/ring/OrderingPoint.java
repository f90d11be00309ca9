package io.ringfence.ring;

/**
 * A place in the device's code at which two accesses to shared memory must stay in order.
 *
 * <p>S points belong to split rings, K points to packed ones. {@code Barriers} documents the reason
 * for each point. Policies, statistics and reports use these names.
 */
public enum OrderingPoint {
  S1(Need.LOAD_LOAD, "avail.idx, then avail.ring[i] and what it names"),
  S3(Need.LOAD_STORE, "transmit buffer read, then used.idx"),
  S4(Need.STORE_STORE, "receive buffer and used element, then used.idx"),
  S5(Need.STORE_LOAD, "used.idx, then avail.flags or used_event"),
  S6(Need.STORE_LOAD, "used.flags or avail_event, then avail.idx again"),
  S6B(Need.LOAD_LOAD, "that second look at avail.idx, then avail.ring[i]"),
  S8(Need.STORE_STORE, "used ring, then dirty log"),
  K1(Need.LOAD_LOAD, "desc.flags, then addr, len and id"),
  K2(Need.STORE_STORE, "buffers, id and len, then the used descriptor's flags"),
  K3(Need.STORE_LOAD, "used descriptor's flags, then driver event flags"),
  K6(Need.STORE_LOAD, "device event flags, then desc.flags again");

  /** The pair of accesses that the point keeps in order, the earlier one first. */
  public enum Need {
    LOAD_LOAD,
    LOAD_STORE,
    STORE_STORE,
    STORE_LOAD
  }

  private final Need need;
  private final String accesses;

  OrderingPoint(Need need, String accesses) {
    this.need = need;
    this.accesses = accesses;
  }

  /** Returns the reordering that the point forbids. */
  public Need need() {
    return need;
  }

  /** Returns a description of the earlier and the later access. */
  public String accesses() {
    return accesses;
  }
}
