package io.ringfence.ring;

import io.ringfence.ring.OrderingPoint.Need;

/**
 * The machine instructions that HotSpot emits for the barriers, in addition to the plain load or
 * store. The fence of a volatile store follows the store, so it counts for the next point. On
 * x86-64 the hardware keeps all orders but store-load, so most barriers bind the compiler only.
 * {@code scripts/disassembly} compares this table with machine code.
 */
public final class Instructions {
  private static final String NOTHING = "-";

  private Instructions() {}

  /** Returns what a policy executes at a point on an architecture; {@code -} for nothing. */
  public static String at(BarrierPolicy policy, OrderingPoint point, Architecture architecture) {
    String own = repeated(own(policy, point, architecture), policy.repeats(point));
    if (point == OrderingPoint.S8) {
      String full = fullFence(architecture);
      return own.equals(NOTHING) ? full : own + ", " + full;
    }
    Dose dose = policy.dose();
    if (point.need() != Need.STORE_LOAD || dose.count() == 0) {
      return own;
    }
    return "%s + %d x %s".formatted(own, dose.count(), dosed(dose.kind(), architecture));
  }

  private static String own(BarrierPolicy policy, OrderingPoint point, Architecture architecture) {
    Order order = policy.at(point);
    if (point == OrderingPoint.S8 && !order.hasBarrier(point.need())) {
      // These families order by the store itself, and no store precedes the dirty log.
      return order == Order.STUB_NOP || order == Order.STUB_AUTO ? "call" : NOTHING;
    }
    return architecture == Architecture.X86_64
        ? onX86(order, point.need())
        : onArm(order, point.need());
  }

  /** A stub is called once and repeats its instruction; a Java fence is emitted N times. */
  private static String repeated(String once, int times) {
    if (times == 1 || once.equals(NOTHING) || once.equals("call")) {
      return once;
    }
    return once.startsWith("call ")
        ? "call %d x %s".formatted(times, once.substring("call ".length()))
        : "%d x %s".formatted(times, once);
  }

  private static String dosed(Dose.Kind kind, Architecture architecture) {
    boolean x86 = architecture == Architecture.X86_64;
    return switch (kind) {
      case FULL -> fullFence(architecture);
      case MB -> x86 ? "mfence" : "dsb sy";
      case RMB -> x86 ? "lfence" : "dsb ld";
    };
  }

  private static String fullFence(Architecture architecture) {
    return architecture == Architecture.X86_64 ? "lock addl" : "dmb ish";
  }

  private static String onX86(Order order, Need need) {
    return switch (order) {
      case NONE, ACQREL -> NOTHING;
      case AUTO, SMP, SMP_REL, DMA, SEQCST -> need == Need.STORE_LOAD ? "lock addl" : NOTHING;
      case MANDATORY -> pick(need, "call lfence", "call sfence", "call mfence");
      case STUB_NOP -> pick(need, "call", "call", "call, lock addl");
      case STUB_AUTO, STUB_SMP, STUB_DMA -> pick(need, "call", "call", "call lock addl");
    };
  }

  private static String onArm(Order order, Need need) {
    return switch (order) {
      case NONE -> NOTHING;
      case ACQREL -> pick(need, "ldar", "dmb ish", NOTHING);
      case AUTO -> pick(need, "ldar", "dmb ish", "dmb ish");
      case SMP -> pick(need, "dmb ishld", "dmb ishst", "dmb ish");
      case SMP_REL -> pick(need, "dmb ishld", "dmb ish", "dmb ish");
      case DMA, STUB_DMA -> pick(need, "call dmb oshld", "call dmb oshst", "call dmb osh");
      case MANDATORY -> pick(need, "call dsb ld", "call dsb st", "call dsb sy");
      case SEQCST -> pick(need, "ldar", "stlr", "stlr, ldar");
      case STUB_NOP -> pick(need, "call, ldar", "call, dmb ish", "call, dmb ish");
      case STUB_AUTO -> pick(need, "call, ldar", "call, dmb ish", "call dmb ish");
      case STUB_SMP -> pick(need, "call dmb ishld", "call dmb ishst", "call dmb ish");
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
