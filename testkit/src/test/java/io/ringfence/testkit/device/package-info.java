/**
 * Devices and a back-end that the testkit itself is tested against: the shortest way that the
 * specification can be met.
 *
 * <p>May use every package of the testkit.
 */
package io.ringfence.testkit.device;
