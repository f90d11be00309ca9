package io.ringfence.ring.queue;

import io.ringfence.ring.AddressSpace;
import io.ringfence.ring.Architecture;
import io.ringfence.ring.BarrierPolicy;
import io.ringfence.ring.Dose;
import io.ringfence.ring.MachineCode;
import io.ringfence.ring.MachineCode.Stub;
import io.ringfence.ring.Order;
import io.ringfence.ring.OrderingPoint;
import io.ringfence.ring.OrderingPoint.Need;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * Realm code: the fence and the access mode of one ordering point under a policy.
 *
 * <p>This is a record because the JIT treats the fields of a constant record as constants. Compiled
 * code thus contains only what this policy executes.
 *
 * @param access the mode of the point's load or store
 * @param fence a fence of {@code VarHandle}
 * @param stub machine code that is called too; null for none
 * @param repeated the same code in a loop, of type {@code (int)void}; null for none
 * @param repeats how often fence and stub are executed
 */
record PointBarrier(
    Access access, Fence fence, MethodHandle stub, MethodHandle repeated, int repeats) {

  /** The access mode of a shared field. */
  enum Access {
    OPAQUE,
    ORDERED, // load-acquire, store-release
    VOLATILE
  }

  /** A fence of {@code VarHandle}. */
  enum Fence {
    NONE,
    LOAD_LOAD,
    ACQUIRE,
    STORE_STORE,
    RELEASE,
    FULL
  }

  private static final boolean X86 = Architecture.host() == Architecture.X86_64;

  /** Returns the barrier of a policy at a point. */
  static PointBarrier of(BarrierPolicy policy, OrderingPoint point) {
    Order order = policy.at(point);
    Stub stub = stub(order, point.need());
    return new PointBarrier(
        access(order),
        fence(order, point.need()),
        stub == null ? null : MachineCode.handle(stub),
        stub == null ? null : MachineCode.repeated(stub),
        policy.repeats(point));
  }

  private static Access access(Order order) {
    return switch (order) {
      case AUTO, ACQREL, STUB_NOP, STUB_AUTO -> Access.ORDERED;
      case SEQCST -> Access.VOLATILE;
      case NONE, SMP, SMP_REL, DMA, MANDATORY, STUB_SMP, STUB_DMA -> Access.OPAQUE;
    };
  }

  private static Fence fence(Order order, Need need) {
    return switch (order) {
      case AUTO, STUB_NOP -> need == Need.STORE_LOAD ? Fence.FULL : Fence.NONE;
      case SMP -> smp(need);
      case SMP_REL -> pick(need, Fence.ACQUIRE, Fence.RELEASE, Fence.FULL);
      case DMA -> X86 ? smp(need) : Fence.NONE;
      case NONE, ACQREL, SEQCST, MANDATORY, STUB_AUTO, STUB_SMP, STUB_DMA -> Fence.NONE;
    };
  }

  private static Fence smp(Need need) {
    return pick(need, Fence.LOAD_LOAD, Fence.STORE_STORE, Fence.FULL);
  }

  private static Stub stub(Order order, Need need) {
    return switch (order) {
      case NONE, ACQREL, AUTO, SMP, SMP_REL, SEQCST -> null;
      case STUB_NOP -> Stub.NOP;
      case STUB_AUTO -> pick(need, Stub.NOP, Stub.NOP, X86 ? Stub.X86_LOCK_ADDL : Stub.ARM_DMB_ISH);
      case STUB_SMP ->
          X86
              ? pick(need, Stub.NOP, Stub.NOP, Stub.X86_LOCK_ADDL)
              : pick(need, Stub.ARM_DMB_ISHLD, Stub.ARM_DMB_ISHST, Stub.ARM_DMB_ISH);
      case DMA -> X86 ? null : armDma(need);
      case STUB_DMA -> X86 ? pick(need, Stub.NOP, Stub.NOP, Stub.X86_LOCK_ADDL) : armDma(need);
      case MANDATORY ->
          X86
              ? pick(need, Stub.X86_LFENCE, Stub.X86_SFENCE, Stub.X86_MFENCE)
              : pick(need, Stub.ARM_DSB_LD, Stub.ARM_DSB_ST, Stub.ARM_DSB_SY);
    };
  }

  private static Stub armDma(Need need) {
    return pick(need, Stub.ARM_DMB_OSHLD, Stub.ARM_DMB_OSHST, Stub.ARM_DMB_OSH);
  }

  private static <T> T pick(Need need, T loadLoad, T toStore, T storeLoad) {
    return switch (need) {
      case LOAD_LOAD -> loadLoad;
      case LOAD_STORE, STORE_STORE -> toStore;
      case STORE_LOAD -> storeLoad;
    };
  }

  /** Returns the stub of a dose, in a loop; null for {@code VarHandle.fullFence}. */
  static MethodHandle stubOf(Dose.Kind kind) {
    return switch (kind) {
      case FULL -> null;
      case MB -> MachineCode.repeated(X86 ? Stub.X86_MFENCE : Stub.ARM_DSB_SY);
      case RMB -> MachineCode.repeated(X86 ? Stub.X86_LFENCE : Stub.ARM_DSB_LD);
    };
  }

  /** Returns whether both points execute the same between two accesses. */
  boolean hasBarrierOf(PointBarrier other) {
    return fence == other.fence && stub == other.stub && repeats == other.repeats;
  }

  /**
   * Returns the mode of one store that ends this point and {@code other}, and that begins {@code
   * next} if it is sequentially consistent.
   */
  Access storeAccess(PointBarrier other, PointBarrier next) {
    if (isVolatile() || other.isVolatile() || next.isVolatile()) {
      return Access.VOLATILE;
    }
    return access == Access.ORDERED ? access : other.access;
  }

  /** Returns whether the point's accesses are sequentially consistent and need no barrier. */
  boolean isVolatile() {
    return access == Access.VOLATILE;
  }

  /** Loads 16 bits before all later loads. */
  short loadThenLoads(long address) {
    short value = load(address);
    execute();
    return value;
  }

  private short load(long address) {
    if (access == Access.ORDERED) {
      return (short) SharedField.SHORT.getAcquire(AddressSpace.ALL, address);
    }
    if (access == Access.VOLATILE) {
      return (short) SharedField.SHORT.getVolatile(AddressSpace.ALL, address);
    }
    return (short) SharedField.SHORT.getOpaque(AddressSpace.ALL, address);
  }

  /** Stores 32 bits. */
  static void store(Access access, long address, int value) {
    if (access == Access.ORDERED) {
      SharedField.INT.setRelease(AddressSpace.ALL, address, value);
    } else if (access == Access.VOLATILE) {
      SharedField.INT.setVolatile(AddressSpace.ALL, address, value);
    } else {
      SharedField.INT.setOpaque(AddressSpace.ALL, address, value);
    }
  }

  /** Executes the barrier: after a load, before a store, or between a store and a load. */
  void execute() {
    if (stub != null) {
      executeStub();
    }
    if (fence != Fence.NONE) {
      executeFence();
      for (int i = 1; i < repeats; i++) {
        separate();
        executeFence();
      }
    }
  }

  private void executeFence() {
    if (fence == Fence.LOAD_LOAD) {
      VarHandle.loadLoadFence();
    } else if (fence == Fence.ACQUIRE) {
      VarHandle.acquireFence();
    } else if (fence == Fence.STORE_STORE) {
      VarHandle.storeStoreFence();
    } else if (fence == Fence.RELEASE) {
      VarHandle.releaseFence();
    } else {
      VarHandle.fullFence();
    }
  }

  /**
   * Separates two full fences. C2 removes a full fence that another one follows directly, as in an
   * unrolled loop. It does not remove one before an acquire fence, which emits nothing on x86-64.
   */
  static void separate() {
    VarHandle.acquireFence();
  }

  private void executeStub() {
    if (repeats == 1) {
      call(stub);
    } else {
      call(repeated, repeats);
    }
  }

  /**
   * Calls a stub. On x86-64 the fences around it bind the compiler and emit nothing. On Arm they
   * would emit barriers of their own, and the call itself keeps the compiler from moving accesses.
   */
  private static void call(MethodHandle stub) {
    if (X86) {
      VarHandle.releaseFence();
    }
    try {
      stub.invokeExact();
    } catch (Throwable e) {
      throw new AssertionError("barrier code cannot throw", e);
    }
    if (X86) {
      VarHandle.acquireFence();
    }
  }

  /** Calls a stub that executes its instruction {@code count} times. */
  static void call(MethodHandle repeated, int count) {
    if (X86) {
      VarHandle.releaseFence();
    }
    try {
      repeated.invokeExact(count);
    } catch (Throwable e) {
      throw new AssertionError("barrier code cannot throw", e);
    }
    if (X86) {
      VarHandle.acquireFence();
    }
  }
}
