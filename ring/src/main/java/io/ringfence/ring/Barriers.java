package io.ringfence.ring;

import io.ringfence.ring.MachineCode.Stub;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * Every fence and every ordered access of the device, one method an obligation.
 *
 * <p>The upper half names the ordering points, and says of each what is kept in order, which clause
 * of the driver it pairs with, and what a user would see without it. The lower half turns an {@link
 * Order} into fences and accesses. The policy is a constant here (see {@link BarrierRealm}), so
 * that the compiler leaves of each method only what this policy executes.
 *
 * <p>VIRTIO 1.3 words its barrier duties for the driver; the clauses cited are the driver's.
 */
public final class Barriers {
  private static final BarrierPolicy POLICY = BarrierRealm.policyOf(Barriers.class);
  private static final Order S1 = POLICY.at(OrderingPoint.S1);
  private static final Order S3 = POLICY.at(OrderingPoint.S3);
  private static final Order S4 = POLICY.at(OrderingPoint.S4);
  private static final Order S5 = POLICY.at(OrderingPoint.S5);
  private static final Order S6 = POLICY.at(OrderingPoint.S6);
  private static final Order S6B = POLICY.at(OrderingPoint.S6B);
  private static final Order S8 = POLICY.at(OrderingPoint.S8);
  private static final Order K1 = POLICY.at(OrderingPoint.K1);
  private static final Order K2 = POLICY.at(OrderingPoint.K2);
  private static final Order K3 = POLICY.at(OrderingPoint.K3);
  private static final Order K6 = POLICY.at(OrderingPoint.K6);
  private static final int DOSE = POLICY.dose();

  private static final boolean X86 = Architecture.host() == Architecture.X86_64;
  private static final MethodHandle NOP = MachineCode.handle(Stub.NOP);
  private static final MethodHandle RMB =
      MachineCode.handle(X86 ? Stub.X86_LFENCE : Stub.ARM_DSB_LD);
  private static final MethodHandle WMB =
      MachineCode.handle(X86 ? Stub.X86_SFENCE : Stub.ARM_DSB_ST);
  private static final MethodHandle MB =
      MachineCode.handle(X86 ? Stub.X86_MFENCE : Stub.ARM_DSB_SY);
  private static final MethodHandle ARM_DMA_RMB = MachineCode.handle(Stub.ARM_DMB_OSHLD);
  private static final MethodHandle ARM_DMA_WMB = MachineCode.handle(Stub.ARM_DMB_OSHST);
  private static final MethodHandle ARM_DMA_MB = MachineCode.handle(Stub.ARM_DMB_OSH);

  private Barriers() {}

  // ---- split ring -----------------------------------------------------------------------------

  /**
   * S1. Reads avail.idx.
   *
   * <p>Ordering: avail.idx before avail.ring[i], the descriptors it names and their buffers.<br>
   * Pairs with: 2.7.13.3, the driver's barrier before it updates avail idx.<br>
   * Without it: a stale head; "id N is not a head" in the guest's log, a broken queue.
   */
  static int observeAvailIndex(long address) {
    return Short.toUnsignedInt(loadThenLoads(S1, address));
  }

  /**
   * S3, S4. Writes used.idx, and used.flags before it in the same word (see {@link SharedField}).
   *
   * <p>Ordering: reads of transmit buffers (S3), writes of receive buffers and of used elements
   * (S4) before used.idx.<br>
   * Pairs with: 2.7.14, the driver reads a used element only after it has seen the index.<br>
   * Without it: S3, bytes of the next frame are sent with this one; S4, the driver takes an element
   * or a frame that is not there yet.
   */
  static void publishUsedIndex(long used, int flags, int index) {
    beforeStore(S4);
    if (S3 != S4) {
      beforeStore(S3);
    }
    store(strongest(S3, S4, S5), used, SplitLayout.usedHead(flags, index));
  }

  /**
   * S5. Reads avail.flags or used_event, after used.idx was published.
   *
   * <p>Ordering: the store of used.idx before this load.<br>
   * Pairs with: 2.7.14, the driver enables interrupts, then looks at used.idx again, with a full
   * barrier between.<br>
   * Without it: driver and device each miss the other's store; a lost interrupt, and TCP_RR stalls
   * until a timer.
   */
  static int driverEvent(long address) {
    storeThenLoad(S5);
    return S5 == Order.SEQCST
        ? Short.toUnsignedInt((short) SharedField.SHORT.getVolatile(AddressSpace.ALL, address))
        : SharedField.u16(address);
  }

  /**
   * S6, first half. Writes used.flags, by which the device asks for kicks, with the used.idx that
   * the driver knows already.
   *
   * <p>Followed by {@link #observeAvailIndexAgain}, which carries the fence.
   */
  static void requestKicks(long used, int flags, int index) {
    if (S6 == Order.SEQCST) {
      SharedField.INT.setVolatile(AddressSpace.ALL, used, SplitLayout.usedHead(flags, index));
    } else {
      SharedField.setU32(used, SplitLayout.usedHead(flags, index));
    }
  }

  /** S6, first half, with the event index: writes avail_event. */
  static void requestKicksAt(long address, int index) {
    SharedField.setU16(address, index);
    if (S6 == Order.SEQCST) {
      VarHandle.fullFence(); // which makes it a volatile store
    }
  }

  /**
   * S6, S6b. Reads avail.idx again, after kicks were asked for.
   *
   * <p>Ordering: the store of used.flags or avail_event before this load (S6); this load before
   * avail.ring[i] (S6b).<br>
   * Pairs with: 2.7.13.4.1, the driver's full barrier between avail.idx and its look at flags or
   * avail_event.<br>
   * Without it: S6, a lost kick, transmission stalls; S6b, a stale head as at S1.
   */
  static int observeAvailIndexAgain(long address) {
    storeThenLoad(S6);
    if (S6 == Order.SEQCST) {
      return Short.toUnsignedInt((short) SharedField.SHORT.getVolatile(AddressSpace.ALL, address));
    }
    return Short.toUnsignedInt(loadThenLoads(S6B, address));
  }

  /**
   * S8. Between writes of buffers or of the ring and their mark in the dirty log.
   *
   * <p>Ordering: what was written before the log.<br>
   * Pairs with: the migration source, which clears a log word, then copies the page.<br>
   * Without it: a dirty page is missed; the migrated guest is corrupt.
   */
  static void beforeDirtyLog() {
    beforeStore(S8);
    // A page that is marked already is not marked again. That look at the log must not come before
    // the writes, or a mark that the source is just clearing would be taken for one to come.
    VarHandle.fullFence();
  }

  // ---- packed ring ----------------------------------------------------------------------------

  /**
   * K1. Reads a descriptor's flags.
   *
   * <p>Ordering: flags before the descriptor's address, length and id.<br>
   * Pairs with: 2.8.21.3, the driver's barrier before it writes the first descriptor's flags.<br>
   * Without it: a stale descriptor, as S1.
   */
  static int observeDescriptorFlags(long address) {
    return Short.toUnsignedInt(loadThenLoads(K1, address));
  }

  /**
   * K2. Writes a used descriptor's flags, and its id before them in the same word.
   *
   * <p>Ordering: buffers, id and length before the flags. (One access writes id and flags.)<br>
   * Pairs with: 2.8.22, the driver reads id and length after the flags.<br>
   * Without it: the driver takes a frame that is not there yet.
   */
  static void publishUsedFlags(long address, int idAndFlags) {
    beforeStore(K2);
    store(strongest(K2, K2, K3), address, idAndFlags);
  }

  /**
   * K3. Reads the driver event suppression structure, one aligned 32-bit access (which also keeps
   * flags and offset consistent, K4).
   *
   * <p>Ordering: the used descriptor's flags before this load.<br>
   * Pairs with: 2.8.22, the driver enables events, then looks at the ring again.<br>
   * Without it: a lost interrupt, as S5.
   */
  static int driverEventSuppression(long address) {
    storeThenLoad(K3);
    return K3 == Order.SEQCST
        ? (int) SharedField.INT.getVolatile(AddressSpace.ALL, address)
        : SharedField.u32(address);
  }

  /**
   * K6, first half. Writes the device event suppression structure in one 32-bit access (K5).
   *
   * <p>Followed by {@link #observeDescriptorFlagsAgain}, which carries the fence.
   */
  static void requestKicksPacked(long address, int value) {
    if (K6 == Order.SEQCST) {
      SharedField.INT.setVolatile(AddressSpace.ALL, address, value);
    } else {
      SharedField.setU32(address, value);
    }
  }

  /**
   * K6. Reads the next descriptor's flags again, after kicks were asked for.
   *
   * <p>Ordering: the device event structure before this load.<br>
   * Pairs with: 2.8.21.3.1, the driver's full barrier between flags and its look at the device
   * event structure.<br>
   * Without it: a lost kick, as S6.
   */
  static int observeDescriptorFlagsAgain(long address) {
    storeThenLoad(K6);
    if (K6 == Order.SEQCST) {
      return Short.toUnsignedInt((short) SharedField.SHORT.getVolatile(AddressSpace.ALL, address));
    }
    return Short.toUnsignedInt(loadThenLoads(K1, address));
  }

  // ---- from orders to instructions ------------------------------------------------------------

  /** A load that later loads may not pass. */
  private static short loadThenLoads(Order order, long address) {
    short value = load(order, address);
    if (order == Order.SMP || (order == Order.DMA && X86)) {
      VarHandle.loadLoadFence();
    } else if (order == Order.SMP_REL) {
      VarHandle.acquireFence();
    } else if (order == Order.DMA) {
      call(ARM_DMA_RMB);
    } else if (order == Order.MANDATORY) {
      call(RMB);
    } else if (order == Order.STUB_NOP) {
      call(NOP);
    }
    return value;
  }

  private static short load(Order order, long address) {
    if (order == Order.AUTO || order == Order.ACQREL || order == Order.STUB_NOP) {
      return (short) SharedField.SHORT.getAcquire(AddressSpace.ALL, address);
    }
    if (order == Order.SEQCST) {
      return (short) SharedField.SHORT.getVolatile(AddressSpace.ALL, address);
    }
    return (short) SharedField.SHORT.getOpaque(AddressSpace.ALL, address);
  }

  /** What precedes a store that earlier accesses may not pass. */
  private static void beforeStore(Order order) {
    if (order == Order.SMP || (order == Order.DMA && X86)) {
      VarHandle.storeStoreFence();
    } else if (order == Order.SMP_REL) {
      VarHandle.releaseFence();
    } else if (order == Order.DMA) {
      call(ARM_DMA_WMB);
    } else if (order == Order.MANDATORY) {
      call(WMB);
    } else if (order == Order.STUB_NOP) {
      call(NOP);
    }
  }

  private static void store(Order order, long address, int value) {
    if (order == Order.AUTO || order == Order.ACQREL || order == Order.STUB_NOP) {
      SharedField.INT.setRelease(AddressSpace.ALL, address, value);
    } else if (order == Order.SEQCST) {
      SharedField.INT.setVolatile(AddressSpace.ALL, address, value);
    } else {
      SharedField.INT.setOpaque(AddressSpace.ALL, address, value);
    }
  }

  /**
   * The mode of one store that ends two points and, where sequentially consistent, begins a third.
   */
  private static Order strongest(Order first, Order second, Order next) {
    if (first == Order.SEQCST || second == Order.SEQCST || next == Order.SEQCST) {
      return Order.SEQCST;
    }
    boolean firstReleases = first == Order.AUTO || first == Order.ACQREL || first == Order.STUB_NOP;
    return firstReleases ? first : second;
  }

  /** A store before, a load after. Sequentially consistent accesses need nothing between. */
  private static void storeThenLoad(Order order) {
    if (order == Order.AUTO
        || order == Order.SMP
        || order == Order.SMP_REL
        || (order == Order.DMA && X86)) {
      VarHandle.fullFence();
    } else if (order == Order.DMA) {
      call(ARM_DMA_MB);
    } else if (order == Order.MANDATORY) {
      call(MB);
    } else if (order == Order.STUB_NOP) {
      call(NOP);
      VarHandle.fullFence();
    }
    for (int i = 0; i < DOSE; i++) {
      VarHandle.fullFence();
      // C2 leaves a full fence out where another follows at once, as in an unrolled loop, but not
      // before an acquire fence; that one emits nothing on x86-64.
      VarHandle.acquireFence();
    }
  }

  /**
   * Runs a stub. On x86-64 the fences around it bind the compiler and emit nothing; on Arm they
   * would emit barriers of their own, and the call itself already keeps the compiler from moving
   * accesses.
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
}
