package io.ringfence.ring;

import io.ringfence.ring.OrderingPoint.Need;

/**
 * The machine instructions that HotSpot emits for the barriers, besides the plain load or store, by
 * where they stand: a volatile store's fence comes after it, and so is the next point's. On x86-64
 * the hardware keeps all orders but store-load, so that most barriers bind the compiler only. This
 * is what should be; {@code scripts/disassembly} holds it against machine code.
 */
public final class Instructions {
  private static final String NOTHING = "-";

  private Instructions() {}

  /** What a policy executes at a point on an architecture; {@code -} for nothing. */
  public static String at(BarrierPolicy policy, OrderingPoint point, Architecture architecture) {
    Need need = point.need();
    if (point == OrderingPoint.S8) {
      return beforeDirtyLog(policy.at(point), architecture);
    }
    String base =
        architecture == Architecture.X86_64
            ? onX86(policy.at(point), need)
            : onArm(policy.at(point), need);
    if (need != Need.STORE_LOAD || policy.dose() == 0) {
      return base;
    }
    String fence = architecture == Architecture.X86_64 ? "lock addl" : "dmb ish";
    return "%s + %d x %s".formatted(base, policy.dose(), fence);
  }

  /** Fences without an access: that of the order, where it has one, then a full one always. */
  private static String beforeDirtyLog(Order order, Architecture architecture) {
    boolean x86 = architecture == Architecture.X86_64;
    String own =
        switch (order) {
          case NONE, ACQREL, AUTO, SEQCST -> NOTHING; // their order is that of a store
          case SMP, SMP_REL, DMA, MANDATORY ->
              x86 ? onX86(order, Need.STORE_STORE) : onArm(order, Need.STORE_STORE);
          case STUB_NOP -> "call";
        };
    String full = x86 ? "lock addl" : "dmb ish";
    return own.equals(NOTHING) ? full : own + ", " + full;
  }

  private static String onX86(Order order, Need need) {
    return switch (order) {
      case NONE, ACQREL -> NOTHING;
      case AUTO, SMP, SMP_REL, DMA, SEQCST -> need == Need.STORE_LOAD ? "lock addl" : NOTHING;
      case MANDATORY -> pick(need, "call lfence", "call sfence", "call mfence");
      case STUB_NOP -> pick(need, "call", "call", "call, lock addl");
    };
  }

  private static String onArm(Order order, Need need) {
    return switch (order) {
      case NONE -> NOTHING;
      case ACQREL -> pick(need, "ldar", "dmb ish", NOTHING);
      case AUTO -> pick(need, "ldar", "dmb ish", "dmb ish");
      case SMP -> pick(need, "dmb ishld", "dmb ishst", "dmb ish");
      case SMP_REL -> pick(need, "dmb ishld", "dmb ish", "dmb ish");
      case DMA -> pick(need, "call dmb oshld", "call dmb oshst", "call dmb osh");
      case MANDATORY -> pick(need, "call dsb ld", "call dsb st", "call dsb sy");
      case SEQCST -> pick(need, "ldar", "stlr", "stlr, ldar");
      case STUB_NOP -> pick(need, "call, ldar", "call, dmb ish", "call, dmb ish");
    };
  }

  private static String pick(Need need, String loadLoad, String toStore, String storeLoad) {
    return switch (need) {
      case LOAD_LOAD -> loadLoad;
      case LOAD_STORE, STORE_STORE -> toStore;
      case STORE_LOAD -> storeLoad;
    };
  }
}
