/**
 * Realm code: virtqueues, device side, and the barriers at their ordering points. A {@link
 * io.ringfence.ring.BarrierRealm} defines every class of this package again for its policy.
 *
 * <p>A class here may use public members of {@code io.ringfence.ring} and nothing else. Start at
 * {@link io.ringfence.ring.queue.Virtqueue} for the rings and at {@link
 * io.ringfence.ring.queue.Barriers} for the ordering points.
 */
package io.ringfence.ring.queue;
