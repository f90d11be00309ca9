/**
 * jcstress tests of what the barrier policies execute, one class a policy.
 *
 * <p>May use {@code ring} through {@code BarrierRealm} and {@code PointAccess}.
 */
package io.ringfence.jcstress;
