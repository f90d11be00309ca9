/**
 * Devices and a back-end for the testkit's own tests, in the shortest form that meets the
 * specification.
 *
 * <p>May use every package of the testkit.
 */
package io.ringfence.testkit.device;
