package io.ringfence.ring;

import io.ringfence.ring.OrderingPoint.Need;

/**
 * A family of barriers: what a device executes at load-load points, at store-store and load-store
 * points, and at store-load points. A {@link BarrierPolicy} names one family for all points, or one
 * per point.
 */
public enum Order {
  /** Opaque accesses: the compiler keeps each access, but not their order. */
  NONE("none", "opaque access", "opaque access", "nothing"),
  /** Load-acquire and store-release; nothing if a store must precede a load. */
  ACQREL("acqrel", "getAcquire", "setRelease", "nothing"),
  /** Load-acquire and store-release; a full fence if a store must precede a load. */
  AUTO("auto", "getAcquire", "setRelease", "fullFence"),
  /** What Linux runs as smp_rmb, smp_wmb and smp_mb. */
  SMP("smp", "loadLoadFence", "storeStoreFence", "fullFence"),
  /** SMP with wider fences, which also order loads before stores. */
  SMP_REL("smp-rel", "acquireFence", "releaseFence", "fullFence"),
  /** What Linux runs as dma_rmb, dma_wmb and, for the full one, the outer-shareable barrier. */
  DMA("dma", "dma_rmb", "dma_wmb", "dma_mb"),
  /** What Linux runs as rmb, wmb and mb in every configuration. */
  MANDATORY("mandatory", "rmb", "wmb", "mb"),
  /** Sequentially consistent accesses. */
  SEQCST("seqcst", "getVolatile", "setVolatile", "setVolatile, then getVolatile"),
  /** AUTO, plus a call of machine code that only returns: a control for the cost of calls. */
  STUB_NOP("stub-nop", "stub, getAcquire", "stub, setRelease", "stub, fullFence"),
  /** The instructions of AUTO in stubs, at the points at which MANDATORY calls stubs. */
  STUB_AUTO("stub:auto", "stub, getAcquire", "stub, setRelease", "stub of smp_mb"),
  /** The instructions of SMP in stubs, at the same points. */
  STUB_SMP("stub:smp", "stub of smp_rmb", "stub of smp_wmb", "stub of smp_mb"),
  /** The instructions of DMA in stubs, at the same points; on Arm the same as DMA. */
  STUB_DMA("stub:dma", "stub of dma_rmb", "stub of dma_wmb", "stub of dma_mb");

  private final String label;
  private final String loadLoad;
  private final String toStore;
  private final String storeLoad;

  Order(String label, String loadLoad, String toStore, String storeLoad) {
    this.label = label;
    this.loadLoad = loadLoad;
    this.toStore = toStore;
    this.storeLoad = storeLoad;
  }

  /** Returns the name in a policy. */
  public String label() {
    return label;
  }

  /** Returns what is executed for a need, in the terms of VarHandle or Linux's barrier names. */
  public String primitive(Need need) {
    return switch (need) {
      case LOAD_LOAD -> loadLoad;
      case LOAD_STORE, STORE_STORE -> toStore;
      case STORE_LOAD -> storeLoad;
    };
  }

  /** Returns the family whose order this one keeps without its calls of stubs that only return. */
  public Order inlined() {
    return switch (this) {
      case STUB_NOP, STUB_AUTO -> AUTO;
      case STUB_SMP -> SMP;
      case STUB_DMA -> DMA;
      case NONE, ACQREL, AUTO, SMP, SMP_REL, DMA, MANDATORY, SEQCST -> this;
    };
  }

  /**
   * Returns whether this family has a barrier apart from the access at such a point. Only such a
   * barrier can be repeated.
   */
  public boolean hasBarrier(Need need) {
    return switch (this) {
      case NONE, ACQREL, SEQCST, STUB_NOP -> false;
      case AUTO, STUB_AUTO -> need == Need.STORE_LOAD;
      case SMP, SMP_REL, DMA, MANDATORY, STUB_SMP, STUB_DMA -> true;
    };
  }

  /**
   * Returns whether this family keeps the needed order on an architecture.
   *
   * <p>SMP, DMA and MANDATORY order stores only at a {@link Need#LOAD_STORE} point. They suffice
   * because this device copies every frame before it returns the buffer: each load feeds a store of
   * the copy, and that store is ordered.
   */
  public boolean suffices(Need need, Architecture architecture) {
    return switch (this) {
      case NONE -> architecture.totalStoreOrder() && need != Need.STORE_LOAD;
      case ACQREL -> need != Need.STORE_LOAD;
      case AUTO, SMP, SMP_REL, DMA, MANDATORY, SEQCST, STUB_NOP, STUB_AUTO, STUB_SMP, STUB_DMA ->
          true;
    };
  }
}
