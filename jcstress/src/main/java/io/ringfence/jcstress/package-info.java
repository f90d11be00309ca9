/**
 * jcstress tests of what the barrier policies execute, one class per policy.
 *
 * <p>May use {@code ring} through {@code BarrierRealm} and {@code PointAccess}.
 */
package io.ringfence.jcstress;
