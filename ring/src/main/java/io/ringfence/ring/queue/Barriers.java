package io.ringfence.ring.queue;

import io.ringfence.ring.AddressSpace;
import io.ringfence.ring.BarrierPolicy;
import io.ringfence.ring.BarrierRealm;
import io.ringfence.ring.Dose;
import io.ringfence.ring.OrderingPoint;
import io.ringfence.ring.SplitLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * Every fence and every ordered access of the device: one method per obligation.
 *
 * <p>A method's comment names the ordered accesses, the driver's clause that they pair with, and
 * what a user sees without the barrier. {@link PointBarrier} implements each point by fences and
 * accesses. The policy is a constant here (see {@link BarrierRealm}).
 *
 * <p>VIRTIO 1.3 states barrier requirements for the driver only. The cited clauses are the
 * driver's.
 */
public final class Barriers {
  private static final BarrierPolicy POLICY = BarrierRealm.policyOf(Barriers.class);
  private static final PointBarrier S1 = PointBarrier.of(POLICY, OrderingPoint.S1);
  private static final PointBarrier S3 = PointBarrier.of(POLICY, OrderingPoint.S3);
  private static final PointBarrier S4 = PointBarrier.of(POLICY, OrderingPoint.S4);
  private static final PointBarrier S5 = PointBarrier.of(POLICY, OrderingPoint.S5);
  private static final PointBarrier S6 = PointBarrier.of(POLICY, OrderingPoint.S6);
  private static final PointBarrier S6B = PointBarrier.of(POLICY, OrderingPoint.S6B);
  private static final PointBarrier S8 = PointBarrier.of(POLICY, OrderingPoint.S8);
  private static final PointBarrier K1 = PointBarrier.of(POLICY, OrderingPoint.K1);
  private static final PointBarrier K2 = PointBarrier.of(POLICY, OrderingPoint.K2);
  private static final PointBarrier K3 = PointBarrier.of(POLICY, OrderingPoint.K3);
  private static final PointBarrier K6 = PointBarrier.of(POLICY, OrderingPoint.K6);

  private static final boolean S3_AND_S4_ARE_ONE = S3.hasBarrierOf(S4);
  private static final PointBarrier.Access USED_INDEX = S3.storeAccess(S4, S5);
  private static final PointBarrier.Access USED_FLAGS = K2.storeAccess(K2, K3);

  private static final Dose DOSE = POLICY.dose();
  private static final MethodHandle DOSE_STUB = PointBarrier.stubOf(DOSE.kind());

  private Barriers() {}

  // ---- split ring -----------------------------------------------------------------------------

  /**
   * S1. Reads avail.idx.
   *
   * <p>Ordering: load avail.idx before loads of avail.ring[i], its descriptors and their buffers.
   * <br>
   * Pairs with: 2.7.13.3, the driver's barrier before it updates avail idx.<br>
   * Without it: the device takes a stale head; the guest logs "id N is not a head" and marks the
   * queue broken.
   */
  static int observeAvailIndex(long address) {
    return Short.toUnsignedInt(S1.loadThenLoads(address));
  }

  /**
   * S3, S4. Writes used.flags and used.idx as one word (see {@link SharedField}).
   *
   * <p>Ordering: loads from transmit buffers (S3), and stores to receive buffers and used elements
   * (S4), before the store of used.idx.<br>
   * Pairs with: 2.7.14, the driver reads a used element only after it has read used.idx.<br>
   * Without it: S3, the device sends bytes of a later frame in this one; S4, the driver reads a
   * used element or a frame before it is written.
   */
  static void publishUsedIndex(long used, int flags, int index) {
    S4.execute();
    if (!S3_AND_S4_ARE_ONE) {
      S3.execute();
    }
    PointBarrier.store(USED_INDEX, used, SplitLayout.usedHead(flags, index));
  }

  /**
   * S5. Reads avail.flags or used_event after the publication of used.idx.
   *
   * <p>Ordering: the store of used.idx before this load.<br>
   * Pairs with: 2.7.14, the driver enables interrupts, executes a full barrier and reads used.idx
   * again.<br>
   * Without it: driver and device each miss the other's store. An interrupt is lost, and TCP_RR
   * stalls until a timer fires.
   */
  static int driverEvent(long address) {
    storeThenLoad(S5);
    return S5.isVolatile()
        ? Short.toUnsignedInt((short) SharedField.SHORT.getVolatile(AddressSpace.ALL, address))
        : SharedField.u16(address);
  }

  /**
   * S6, first half. Writes used.flags to request kicks, in one word with the published used.idx.
   *
   * <p>The caller then calls {@link #observeAvailIndexAgain}, which executes the fence.
   */
  static void requestKicks(long used, int flags, int index) {
    if (S6.isVolatile()) {
      SharedField.INT.setVolatile(AddressSpace.ALL, used, SplitLayout.usedHead(flags, index));
    } else {
      SharedField.setU32(used, SplitLayout.usedHead(flags, index));
    }
  }

  /** S6, first half, with the event index. Writes avail_event. */
  static void requestKicksAt(long address, int index) {
    SharedField.setU16(address, index);
    if (S6.isVolatile()) {
      VarHandle.fullFence(); // makes it a volatile store
    }
  }

  /**
   * S6, S6b. Reads avail.idx again after a request for kicks.
   *
   * <p>Ordering: the store of used.flags or avail_event before this load (S6); this load before
   * avail.ring[i] (S6b).<br>
   * Pairs with: 2.7.13.4.1, the driver's full barrier between its store of avail.idx and its load
   * of flags or avail_event.<br>
   * Without it: S6, a kick is lost and transmission stalls; S6b, the device takes a stale head as
   * at S1.
   */
  static int observeAvailIndexAgain(long address) {
    storeThenLoad(S6);
    if (S6.isVolatile()) {
      return Short.toUnsignedInt((short) SharedField.SHORT.getVolatile(AddressSpace.ALL, address));
    }
    return Short.toUnsignedInt(S6B.loadThenLoads(address));
  }

  /**
   * S8. Orders writes of buffers or of the ring before their mark in the dirty log.
   *
   * <p>Ordering: stores to guest memory before the access to the log.<br>
   * Pairs with: the migration source, which clears a log word, then copies the page.<br>
   * Without it: the source misses a dirty page; the migrated guest's memory is corrupt.
   */
  static void beforeDirtyLog() {
    S8.execute();
    // A page that is marked already is not marked again. If that load of the log came before the
    // writes, it could see a mark that the source is about to clear.
    VarHandle.fullFence();
  }

  // ---- packed ring ----------------------------------------------------------------------------

  /**
   * K1. Reads a descriptor's flags.
   *
   * <p>Ordering: load flags before loads of the descriptor's address, length and id.<br>
   * Pairs with: 2.8.21.3, the driver's barrier before it writes the first descriptor's flags.<br>
   * Without it: the device takes a stale descriptor, as at S1.
   */
  static int observeDescriptorFlags(long address) {
    return Short.toUnsignedInt(K1.loadThenLoads(address));
  }

  /**
   * K2. Writes a used descriptor's id and flags as one word.
   *
   * <p>Ordering: accesses to buffers, and the stores of id and length, before the store of flags.
   * (One access writes id and flags.)<br>
   * Pairs with: 2.8.22, the driver reads id and length after the flags.<br>
   * Without it: the driver reads a frame before it is written.
   */
  static void publishUsedFlags(long address, int idAndFlags) {
    K2.execute();
    PointBarrier.store(USED_FLAGS, address, idAndFlags);
  }

  /**
   * K3. Reads the driver event suppression structure in one aligned 32-bit access, which keeps
   * flags and offset consistent (K4).
   *
   * <p>Ordering: the store of the used descriptor's flags before this load.<br>
   * Pairs with: 2.8.22, the driver enables events, then reads the ring again.<br>
   * Without it: an interrupt is lost, as at S5.
   */
  static int driverEventSuppression(long address) {
    storeThenLoad(K3);
    return K3.isVolatile()
        ? (int) SharedField.INT.getVolatile(AddressSpace.ALL, address)
        : SharedField.u32(address);
  }

  /**
   * K6, first half. Writes the device event suppression structure in one 32-bit access (K5).
   *
   * <p>The caller then calls {@link #observeDescriptorFlagsAgain}, which executes the fence.
   */
  static void requestKicksPacked(long address, int value) {
    if (K6.isVolatile()) {
      SharedField.INT.setVolatile(AddressSpace.ALL, address, value);
    } else {
      SharedField.setU32(address, value);
    }
  }

  /**
   * K6. Reads the next descriptor's flags again after a request for kicks.
   *
   * <p>Ordering: the store of the device event suppression structure before this load.<br>
   * Pairs with: 2.8.21.3.1, the driver's full barrier between its store of flags and its load of
   * the device event suppression structure.<br>
   * Without it: a kick is lost, as at S6.
   */
  static int observeDescriptorFlagsAgain(long address) {
    storeThenLoad(K6);
    if (K6.isVolatile()) {
      return Short.toUnsignedInt((short) SharedField.SHORT.getVolatile(AddressSpace.ALL, address));
    }
    return Short.toUnsignedInt(K1.loadThenLoads(address));
  }

  // ---- the control ----------------------------------------------------------------------------

  /**
   * Orders an earlier store before a later load, then executes the policy's dose of extra barriers.
   */
  private static void storeThenLoad(PointBarrier point) {
    point.execute();
    if (DOSE.kind() == Dose.Kind.FULL) {
      for (int i = 0; i < DOSE.count(); i++) {
        VarHandle.fullFence();
        PointBarrier.separate();
      }
    } else if (DOSE.count() > 0) {
      PointBarrier.call(DOSE_STUB, DOSE.count());
    }
  }
}
