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
 * Every fence and every ordered access of the device, one method an obligation.
 *
 * <p>A method's comment names what is kept in order, the driver's clause that it pairs with, and
 * what a user would see without it. {@link PointBarrier} turns each into fences and accesses. The
 * policy is a constant here (see {@link BarrierRealm}).
 *
 * <p>VIRTIO 1.3 words its barrier duties for the driver; the clauses cited are the driver's.
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
   * <p>Ordering: avail.idx before avail.ring[i], the descriptors it names and their buffers.<br>
   * Pairs with: 2.7.13.3, the driver's barrier before it updates avail idx.<br>
   * Without it: a stale head; "id N is not a head" in the guest's log, a broken queue.
   */
  static int observeAvailIndex(long address) {
    return Short.toUnsignedInt(S1.loadThenLoads(address));
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
    S4.execute();
    if (!S3_AND_S4_ARE_ONE) {
      S3.execute();
    }
    PointBarrier.store(USED_INDEX, used, SplitLayout.usedHead(flags, index));
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
    return S5.isVolatile()
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
    if (S6.isVolatile()) {
      SharedField.INT.setVolatile(AddressSpace.ALL, used, SplitLayout.usedHead(flags, index));
    } else {
      SharedField.setU32(used, SplitLayout.usedHead(flags, index));
    }
  }

  /** S6, first half, with the event index: writes avail_event. */
  static void requestKicksAt(long address, int index) {
    SharedField.setU16(address, index);
    if (S6.isVolatile()) {
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
    if (S6.isVolatile()) {
      return Short.toUnsignedInt((short) SharedField.SHORT.getVolatile(AddressSpace.ALL, address));
    }
    return Short.toUnsignedInt(S6B.loadThenLoads(address));
  }

  /**
   * S8. Between writes of buffers or of the ring and their mark in the dirty log.
   *
   * <p>Ordering: what was written before the log.<br>
   * Pairs with: the migration source, which clears a log word, then copies the page.<br>
   * Without it: a dirty page is missed; the migrated guest is corrupt.
   */
  static void beforeDirtyLog() {
    S8.execute();
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
    return Short.toUnsignedInt(K1.loadThenLoads(address));
  }

  /**
   * K2. Writes a used descriptor's flags, and its id before them in the same word.
   *
   * <p>Ordering: buffers, id and length before the flags. (One access writes id and flags.)<br>
   * Pairs with: 2.8.22, the driver reads id and length after the flags.<br>
   * Without it: the driver takes a frame that is not there yet.
   */
  static void publishUsedFlags(long address, int idAndFlags) {
    K2.execute();
    PointBarrier.store(USED_FLAGS, address, idAndFlags);
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
    return K3.isVolatile()
        ? (int) SharedField.INT.getVolatile(AddressSpace.ALL, address)
        : SharedField.u32(address);
  }

  /**
   * K6, first half. Writes the device event suppression structure in one 32-bit access (K5).
   *
   * <p>Followed by {@link #observeDescriptorFlagsAgain}, which carries the fence.
   */
  static void requestKicksPacked(long address, int value) {
    if (K6.isVolatile()) {
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
    if (K6.isVolatile()) {
      return Short.toUnsignedInt((short) SharedField.SHORT.getVolatile(AddressSpace.ALL, address));
    }
    return Short.toUnsignedInt(K1.loadThenLoads(address));
  }

  // ---- the control ----------------------------------------------------------------------------

  /**
   * A store before, a load after; and the dose of further barriers that makes their cost visible.
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
