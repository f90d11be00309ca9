package io.ringfence.ring;

import io.ringfence.ring.OrderingPoint.Need;

/**
 * A family of barriers: what is executed at a load-load, at a store-store or load-store, and at a
 * store-load point. A {@link BarrierPolicy} picks one family for every point, or one per point.
 */
public enum Order {
  /** Opaque accesses: the compiler keeps each one, nothing keeps their order. */
  NONE("opaque access", "opaque access", "nothing"),
  /** Load-acquire and store-release, and nothing where a store must precede a load. */
  ACQREL("getAcquire", "setRelease", "nothing"),
  /** Load-acquire and store-release, a full fence where a store must precede a load. */
  AUTO("getAcquire", "setRelease", "fullFence"),
  /** What Linux runs as smp_rmb, smp_wmb and smp_mb. */
  SMP("loadLoadFence", "storeStoreFence", "fullFence"),
  /** As SMP, with the wider fences that also order loads before stores. */
  SMP_REL("acquireFence", "releaseFence", "fullFence"),
  /** What Linux runs as dma_rmb, dma_wmb and, for the full one, the outer-shareable barrier. */
  DMA("dma_rmb", "dma_wmb", "dma_mb"),
  /** What Linux runs as rmb, wmb and mb, whatever the configuration. */
  MANDATORY("rmb", "wmb", "mb"),
  /** Sequentially consistent accesses. */
  SEQCST("getVolatile", "setVolatile", "setVolatile, then getVolatile"),
  /** AUTO with a call of machine code that only returns: what the calls of DMA, MANDATORY cost. */
  STUB_NOP("stub, getAcquire", "stub, setRelease", "stub, fullFence");

  private final String loadLoad;
  private final String toStore;
  private final String storeLoad;

  Order(String loadLoad, String toStore, String storeLoad) {
    this.loadLoad = loadLoad;
    this.toStore = toStore;
    this.storeLoad = storeLoad;
  }

  /** The name in a policy: lower case, with a hyphen. */
  public String label() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  /** What is executed for a need, in the terms of Java's VarHandle or Linux's barrier names. */
  public String primitive(Need need) {
    return switch (need) {
      case LOAD_LOAD -> loadLoad;
      case LOAD_STORE, STORE_STORE -> toStore;
      case STORE_LOAD -> storeLoad;
    };
  }

  /**
   * Whether this family keeps the order that is needed, on a machine of the given architecture.
   *
   * <p>SMP, DMA and MANDATORY order stores only at a {@link Need#LOAD_STORE} point. They suffice
   * because this device copies every frame before it returns the buffer: each load feeds a store of
   * the copy, and that store is ordered.
   */
  public boolean suffices(Need need, Architecture architecture) {
    return switch (this) {
      case NONE -> architecture.totalStoreOrder() && need != Need.STORE_LOAD;
      case ACQREL -> need != Need.STORE_LOAD;
      case AUTO, SMP, SMP_REL, DMA, MANDATORY, SEQCST, STUB_NOP -> true;
    };
  }
}
